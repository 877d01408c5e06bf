package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of X-Forwarded-*, what is counted by address, and who is sent to TLS. All requests of these tests come from loopback. */
class ProxiesTest {
    private Served served;

    @BeforeEach
    void open() throws Exception {
        served = new Served();
    }

    @AfterEach
    void close() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "proxy.example",
                "10.0.0.0/33",
                "10.0.0/8",
                "10.0.0.1/x",
                "::1/129",
                "1.2.3.4.5",
                "300.1.1.1",
                "0/0",
                "10.0.0.0/-1"
            })
    void rangesThatAreNoneAreRefusedAndNobodyIsBelieved(String range) {
        assertThrows(IllegalArgumentException.class, () -> NetworkRange.of(range));
        assertEquals(429, third(Proxies.of(range), "1.1.1.1", "2.2.2.2", "3.3.3.3"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.128/25, 10.1.2.127, false",
        "10.1.2.128/25, 10.1.2.200, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false",
        "192.0.2.0/24, ::ffff:192.0.2.9, true"
    })
    void rangesHoldWhatTheyHold(String range, String address, boolean held) {
        assertEquals(
                held, NetworkRange.of(range).holds(NetworkRange.bytes(address).orElseThrow()));
    }

    @Test
    void aForgedAddressIsNotBelieved() {
        assertEquals(
                429, third(Proxies.of("192.0.2.1"), "1.1.1.1", "2.2.2.2", "3.3.3.3"), "loopback is no proxy of ours");
        assertEquals(200, third(Proxies.of("127.0.0.1"), "1.1.1.1", "2.2.2.2", "3.3.3.3"), "it is one now");
    }

    @Test
    void whatAClientPutsBeforeTheProxysOwnWordIsNotBelieved() {
        Proxies ours = Proxies.of("127.0.0.1", "10.0.0.0/8");
        assertEquals(429, third(ours, "1.1.1.1, 9.9.9.9", "2.2.2.2, 9.9.9.9", "3.3.3.3, 9.9.9.9, 10.0.0.2"));
        assertEquals(
                429, third(ours, "1.1.1.1, rubbish", "2.2.2.2, rubbish", "3.3.3.3, rubbish"), "all are the proxy's");
        assertEquals(429, third(ours, "9.9.9.9:81", "9.9.9.9:82", "9.9.9.9"));
        assertEquals(429, third(ours, "2001:db8::1", "2001:db8::2", "[2001:db8::3]:443"), "one customer's /64");
        assertEquals(200, third(ours, "2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:3::1"));
    }

    @ParameterizedTest
    @CsvSource({
        "[::1], ::1, true",
        "[0:0:0:0:0:0:0:1], 0:0:0:0:0:0:0:1, true",
        "[2001:db8::1], 2001:db8::1, false",
        "[fe80::1%eth0], fe80::1, false",
        "fe80::1%2, fe80::1, false",
        "127.0.0.1, 127.0.0.1, true"
    })
    void aPeerIsTakenAsTheWebServerWritesIt(String peer, String address, boolean local) {
        Proxies.Origin origin = Proxies.NONE.origin(from(peer, null));
        assertEquals(address, origin.address());
        assertEquals(local, origin.local());
    }

    @Test
    void aProxyThatSpeaksIpv6IsBelieved() {
        Proxies.Origin origin = Proxies.of("::1").origin(from("[::1]", "203.0.113.9"));
        assertEquals("203.0.113.9", origin.address());
        assertFalse(origin.direct());
        assertEquals(
                "::2", Proxies.of("::1").origin(from("[::2]", "203.0.113.9")).address(), "another is not");
    }

    @Test
    void peersOfOneNetworkAreCountedTogether() {
        String first = Proxies.NONE.origin(from("[2001:db8::1]", null)).network();
        assertEquals(first, Proxies.NONE.origin(from("[2001:db8::ffff]", null)).network());
        assertFalse(first.equals(
                Proxies.NONE.origin(from("[2001:db8:0:1::1]", null)).network()));
    }

    /** A request as it is asked for here. @param forwarded null for none */
    private static HttpServletRequest from(String peer, String forwarded) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ProxiesTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> peer;
                    case "isSecure" -> false;
                    case "getHeader" -> null;
                    case "getHeaders" -> Collections.enumeration(
                            forwarded != null && arguments[0].equals("x-forwarded-for")
                                    ? List.of(forwarded)
                                    : List.of());
                    default -> throw new IllegalStateException(method.getName());
                });
    }

    /** Status of the third of three requests without key where two a minute are allowed per address. */
    private int third(Proxies proxies, String... forwarded) {
        try (Served fresh = new Served()) {
            fresh.door.configure(Settings.DEFAULTS.with(new Front(proxies, false, 0, 2, 0)));
            int status = 0;
            for (String value : forwarded) {
                status = fresh.send(fresh.request(null, "/api/v1/quota")
                                .header("X-Forwarded-For", value)
                                .GET())
                        .statusCode();
            }
            return status;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void wrongKeysAreCountedByAddressAndRightOnesAreNot() throws Exception {
        served.door.configure(Settings.DEFAULTS.with(new Front(Proxies.NONE, false, 0, 2, 0)));
        assertEquals(401, served.get("nobody", "/v1/videos").statusCode());
        assertEquals(401, served.get(null, "/v1/videos").statusCode());
        HttpResponse<byte[]> refused = served.get("nobody", "/v1/videos");
        assertEquals(429, refused.statusCode());
        assertEquals("3007", Served.json(refused).at("/error/number").asText("3007"));
        assertEquals(
                "rate_limit_exceeded", Served.json(refused).at("/error/code").asText());
        assertTrue(Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow()) >= 1);
        assertEquals(429, served.get(null, "/openapi.json").statusCode());
        assertEquals(200, served.get("ann", "/v1/videos").statusCode(), "a key that is good gets through");
        assertEquals(200, served.get(null, "/health/live").statusCode(), "balancers ask often");
    }

    @Test
    void aKeyHasALimitOfItsOwn() throws Exception {
        served.door.configure(Settings.DEFAULTS.with(new Front(Proxies.NONE, false, 0, 0, 2)));
        assertEquals(200, served.get("ann", "/v1/videos").statusCode());
        HttpResponse<byte[]> second = served.get("ann", "/v1/videos");
        assertEquals(
                "0",
                second.headers().firstValue("x-ratelimit-remaining-requests").orElse(""));
        HttpResponse<byte[]> refused = served.get("ann", "/v1/videos");
        assertEquals(429, refused.statusCode());
        assertTrue(Served.json(refused).at("/error/message").asText().startsWith("This key"));
        assertEquals(200, served.get("bob", "/v1/videos").statusCode());
    }

    @Test
    void plainRequestsOfOthersAreSentToTls() throws Exception {
        served.ports.set(new Ports(8443, false));
        served.door.configure(Settings.DEFAULTS.with(new Front(Proxies.of("127.0.0.1"), true, 60, 0, 0)));
        assertEquals(200, served.get("ann", "/v1/videos").statusCode(), "this machine's own");
        HttpResponse<byte[]> away =
                served.send(plain(null, "/api/v1/plans?a=b%20c").GET());
        assertEquals(308, away.statusCode());
        assertEquals(
                "https://studio.example/api/v1/plans?a=b%20c",
                away.headers().firstValue("location").orElse(""));
        HttpResponse<byte[]> keyed = served.send(plain("ann", "/v1/videos").GET());
        assertEquals(403, keyed.statusCode());
        assertEquals("tls_required", Served.json(keyed).at("/error/code").asText());
        HttpResponse<byte[]> posted =
                served.send(plain(null, "/v1/videos").POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertEquals(403, posted.statusCode(), "a body is not sent twice, first in the clear");
        HttpResponse<byte[]> secure = served.send(served.request("ann", "/v1/videos")
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Proto", "https")
                .GET());
        assertEquals(200, secure.statusCode());
        assertEquals(
                "max-age=60",
                secure.headers().firstValue("strict-transport-security").orElse(""));
    }

    @Test
    void anUntrustedClientCannotClaimTls() throws Exception {
        served.door.configure(Settings.DEFAULTS.with(new Front(Proxies.NONE, true, 60, 0, 0)));
        HttpResponse<byte[]> answer = served.send(served.request("ann", "/v1/videos")
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Proto", "https")
                .GET());
        assertEquals(200, answer.statusCode(), "it is loopback, whatever it says");
        assertFalse(answer.headers().firstValue("strict-transport-security").isPresent());
    }

    @Test
    void anAddressThatIsNoneSendsNobodyAway() throws Exception {
        served.door.configure(Settings.DEFAULTS.with(new Front(Proxies.of("127.0.0.1"), true, 0, 0, 0)));
        HttpResponse<byte[]> answer = served.send(served.request(null, "/api/v1/plans")
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Proto", "http")
                .header("X-Forwarded-Host", "evil.example/\\@good")
                .GET());
        assertEquals(403, answer.statusCode());
    }

    private HttpRequest.Builder plain(String who, String path) {
        return served.request(who, path)
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Proto", "http")
                .header("X-Forwarded-Host", "studio.example:8080");
    }
}
