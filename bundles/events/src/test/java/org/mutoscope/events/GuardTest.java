package org.mutoscope.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Which addresses may be reached. */
class GuardTest {
    private final AddressGuard guard = new AddressGuard(InetAddress::getAllByName, List::of);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.192",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "240.0.0.1",
                "::1",
                "::",
                "fe80::1",
                "fd00:ec2::254",
                "fc00::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "2001:db8::1",
                "::7f00:1",
                "3fff::1"
            })
    void isNotPublic(String address) throws UnknownHostException {
        assertFalse(Ranges.isPublic(InetAddress.getByName(address)), address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.32.0.1",
                "172.15.255.255",
                "100.63.255.255",
                "100.128.0.1",
                "169.253.1.1",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void isPublic(String address) throws UnknownHostException {
        assertTrue(Ranges.isPublic(InetAddress.getByName(address)), address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/hook",
                "http://[::1]/hook",
                "http://localhost/",
                "http://2130706433/",
                "http://127.1/",
                "http://[::ffff:169.254.169.254]/latest/meta-data",
                "http://169.254.169.254/latest/meta-data/",
                "https://10.1.2.3:8443/x",
                "ftp://8.8.8.8/",
                "file:///etc/passwd",
                "gopher://8.8.8.8/",
                "https:///nohost",
                "https://user:word@8.8.8.8/",
                "hook",
                ""
            })
    void isRefused(String address) {
        Problem refused = assertThrows(Problem.class, () -> guard.check(URI.create(address)));
        assertEquals(Code.ADDRESS_REFUSED, refused.code());
    }

    @Test
    void aNameOfWhichOneAddressIsPrivateIsRefused() {
        AddressGuard two = new AddressGuard(
                host -> new InetAddress[] {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")},
                List::of);
        assertThrows(AddressGuard.Refused.class, () -> two.resolve("mixed.example"));
    }

    @Test
    void whatTheOperatorAllowsIsReached() {
        AddressGuard allowing = new AddressGuard(InetAddress::getAllByName, () -> List.of("127.0.0.0/8", "localhost"));
        allowing.check(URI.create("http://127.0.0.1/hook"));
        allowing.check(URI.create("http://LOCALHOST/hook"));
        assertThrows(Problem.class, () -> allowing.check(URI.create("http://10.0.0.1/")));
    }

    @Test
    void aRangeThatIsNoneAllowsNothing() {
        AddressGuard allowing = new AddressGuard(
                InetAddress::getAllByName, () -> List.of("127.0.0.0/40", "127.0.0.0/x", "300.0.0.1", "127.0.0.2"));
        assertThrows(Problem.class, () -> allowing.check(URI.create("http://127.0.0.1/")));
        allowing.check(URI.create("http://127.0.0.2/"));
    }
}
