package org.guildhall.peering.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A19: global unicast only, unless a range is named. */
class AddressGuardTest {
    private final AddressGuard guard = new AddressGuard(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:c0a8:101::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void refusesWhatIsNotOnThePublicInternet(String address) throws Exception {
        assertThat(guard.permits(ip(address), 443)).isFalse();
    }

    @Test
    void refusesIpv4WrappedInIpv6() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 93;
        mapped[15] = 34;
        InetAddress wrapped = Inet6Address.getByAddress("wrapped", mapped, 0);
        assertThat(wrapped.getAddress()).hasSize(16);
        assertThat(guard.permits(wrapped, 443)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255",
                "128.0.0.1", "172.15.255.255", "172.32.0.1", "191.255.255.255", "192.0.1.1", "198.17.255.255",
                "198.20.0.1", "223.255.255.255", "2001:200::1", "2003::1", "2606:4700:4700::1111", "2a01:4f8::1"
            })
    void permitsPublicAddressesRightUpToTheRefusedRanges(String address) throws Exception {
        assertThat(guard.permits(ip(address), 443)).isTrue();
        assertThat(guard.permits(ip(address), 8443)).isTrue();
    }

    @Test
    void refusesThePortsOfOtherServices() throws Exception {
        InetAddress address = ip("1.1.1.1");
        assertThat(List.of(22, 25, 53, 110, 445, 631).stream().anyMatch(port -> guard.permits(address, port)))
                .isFalse();
    }

    @Test
    void permitsANamedRangeAndNothingBeside() throws Exception {
        AddressGuard demo = new AddressGuard(List.of(AddressRange.parse("127.0.0.0/9"), AddressRange.parse("::1/128")));
        assertThat(demo.permits(ip("127.0.0.2"), 25)).isTrue();
        assertThat(demo.permits(ip("127.127.255.255"), 8080)).isTrue();
        assertThat(demo.permits(ip("127.128.0.0"), 8080)).isFalse();
        assertThat(demo.permits(ip("0:0:0:0:0:0:0:1"), 8080)).isTrue();
        assertThat(demo.permits(ip("::2"), 8080)).isFalse();
        assertThat(demo.permits(ip("10.0.0.1"), 8080)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.0/33", "::/129", "127.0.0.0/-1", "localhost/8", "/8", "10.0.0.0/"})
    void refusesTextThatIsNoRange(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
    }

    private static InetAddress ip(String numeric) throws UnknownHostException {
        return InetAddress.getAllByName(numeric)[0];
    }
}
