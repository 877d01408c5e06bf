package org.mutoscope.tck;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Finds classes that compute in fractions: fields, calls and constants of float or double. */
final class WholeMoney extends ClassVisitor {
    private static final String BOXED = "java/lang/(Double|Float)";

    private boolean fractions;

    private WholeMoney() {
        super(Opcodes.ASM9);
    }

    /** Names of the classes, in the provider's own package and below: libraries beside it may have their reasons. */
    static List<String> fractions(BundleFile bundle, String ownPackage) throws IOException {
        Set<String> found = new TreeSet<>();
        for (Map.Entry<String, byte[]> type :
                bundle.contents(ownPackage.replace('.', '/') + "/.*\\.class").entrySet()) {
            WholeMoney eye = new WholeMoney();
            new ClassReader(type.getValue()).accept(eye, ClassReader.SKIP_DEBUG);
            if (eye.fractions) {
                found.add(type.getKey());
            }
        }
        return List.copyOf(found);
    }

    private void see(String descriptor) {
        Type type = Type.getType(descriptor);
        if (type.getSort() == Type.METHOD) {
            see(type.getReturnType().getDescriptor());
            for (Type argument : type.getArgumentTypes()) {
                see(argument.getDescriptor());
            }
        } else {
            fractions |= descriptor.matches("\\[*[DF]|L" + BOXED + ";");
        }
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        see(descriptor);
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        see(descriptor);
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitFieldInsn(int opcode, String owner, String field, String type) {
                see(type);
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String method, String type, boolean isInterface) {
                see(type);
                fractions |= owner.matches(BOXED);
            }

            @Override
            public void visitInsn(int opcode) {
                fractions |= opcode >= Opcodes.FCONST_0 && opcode <= Opcodes.DCONST_1;
                fractions |= opcode == Opcodes.I2F
                        || opcode == Opcodes.I2D
                        || opcode == Opcodes.L2F
                        || opcode == Opcodes.L2D;
            }

            @Override
            public void visitLdcInsn(Object value) {
                fractions |= value instanceof Double || value instanceof Float;
            }
        };
    }
}
