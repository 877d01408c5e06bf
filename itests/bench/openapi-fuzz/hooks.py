"""What schemathesis cannot send by itself."""
import schemathesis


@schemathesis.serializer("application/java-archive")
def archive(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode()
