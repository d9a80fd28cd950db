package dev.maestro.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
        "224.0.0.1",
        "239.1.1.1", "255.255.255.255", "168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1",
        "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "2001:0:1:2::3", "2002:7f00:1::", "3fff::1", "100::1",
        "2130706433", "0177.0.0.1"})
    void addresses_that_are_not_public_are_not_allowed(String address) throws Exception {
        InetAddress parsed;
        try {
            parsed = InetAddress.getByName(address);
        } catch (UnknownHostException _) {
            return; // Java reads fewer forms than browsers do; what does not resolve is not fetched
        }
        if (address.equals("0177.0.0.1") && parsed.getHostAddress().equals("177.0.0.1")) {
            return; // read as decimal, and then it is public
        }
        assertThat(AddressPolicy.PUBLIC.allows(parsed)).as(parsed.getHostAddress()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "1.1.1.1", "99.255.255.255", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "169.253.1.1",
                "192.0.1.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001:81b::200e", "2001:4860:4860::8888"})
    void public_addresses_are_allowed(String address) throws Exception {
        assertThat(AddressPolicy.PUBLIC.allows(InetAddress.getByName(address))).isTrue();
    }
}
