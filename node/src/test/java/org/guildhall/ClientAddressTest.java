package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.guildhall.peering.outgoing.AddressRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private static final ClientAddress ADDRESS =
            new ClientAddress(List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("10.0.0.0/8")));

    @ParameterizedTest(name = "{0} with \"{1}\" is {2}")
    @CsvSource({
        "203.0.113.9, '', 203.0.113.9",
        "203.0.113.9, 198.51.100.1, 203.0.113.9",
        "127.0.0.1, '', 127.0.0.1",
        "127.0.0.1, 203.0.113.9, 203.0.113.9",
        "127.0.0.1, '198.51.100.1, 203.0.113.9', 203.0.113.9",
        "127.0.0.1, '198.51.100.1, 203.0.113.9, 10.2.3.4', 203.0.113.9",
        "127.0.0.1, 'unknown', 127.0.0.1",
        "127.0.0.1, '203.0.113.9, unknown', 127.0.0.1",
        "127.0.0.1, '2001:db8::1', 2001:db8::1",
        "127.0.0.1, '10.0.0.1, 10.0.0.2', 10.0.0.1",
    })
    void believesOnlyProxiesThatAreTrusted(String connection, String forwardedFor, String client) {
        assertThat(ADDRESS.of(connection, List.of(forwardedFor))).isEqualTo(client);
    }

    @Test
    void countsTheNetworkOfAnIpv6AddressAsOneVisitor() {
        assertThat(ClientAddress.visitor("2001:db8:1:2:3:4:5:6")).isEqualTo(ClientAddress.visitor("2001:db8:1:2::9"));
        assertThat(ClientAddress.visitor("2001:db8:1:3::9")).isNotEqualTo(ClientAddress.visitor("2001:db8:1:2::9"));
        assertThat(ClientAddress.visitor("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientAddress.visitor("unknown")).isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({"10000"})
    void looksAtNoMoreThanSomeHops(int hops) {
        String chain = "203.0.113.9" + ",10.0.0.1".repeat(hops);
        assertThat(ADDRESS.of("127.0.0.1", List.of(chain))).isEqualTo("10.0.0.1");
    }
}
