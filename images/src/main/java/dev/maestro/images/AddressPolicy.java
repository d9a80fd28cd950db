package dev.maestro.images;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Decides which addresses images may be fetched from. */
@FunctionalInterface
public interface AddressPolicy {
    /** Public unicast addresses of the internet, and nothing else. */
    AddressPolicy PUBLIC = AddressPolicy::isPublic;

    boolean allows(InetAddress address);

    private static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublicV4(bytes) : isPublicV6(bytes);
    }

    private static boolean isPublicV4(byte[] b) {
        int a = b[0] & 0xFF;
        int c = b[1] & 0xFF;
        int d = b[2] & 0xFF;
        boolean special = a == 0 || a == 10 || a == 127 || a >= 224 // this network, private, loopback, multicast and reserved
                || a == 100 && c >= 64 && c <= 127 // carrier-grade NAT
                || a == 169 && c == 254 // link-local, metadata of most clouds
                || a == 172 && c >= 16 && c <= 31 // private
                || a == 192 && c == 168 // private
                || a == 192 && c == 0 && (d == 0 || d == 2) // protocol assignments, documentation
                || a == 192 && c == 88 && d == 99 // 6to4 relays
                || a == 198 && (c == 18 || c == 19) // benchmarks
                || a == 198 && c == 51 && d == 100 // documentation
                || a == 203 && c == 0 && d == 113 // documentation
                || a == 168 && c == 63 && d == 129 && (b[3] & 0xFF) == 16; // host services of Azure's machines
        return !special;
    }

    private static boolean isPublicV6(byte[] b) {
        int first = (b[0] & 0xFF) << 8 | b[1] & 0xFF;
        int second = (b[2] & 0xFF) << 8 | b[3] & 0xFF;
        // 2000::/3 is all that is given out; loopback, unique-local, link-local, multicast, mapped and translated ones lie outside
        boolean global = (first & 0xE000) == 0x2000;
        boolean special = first == 0x2001 && second < 0x0200 // protocol assignments with Teredo
                || first == 0x2001 && second == 0x0DB8 // documentation
                || first == 0x2002 // 6to4 holds an IPv4 address
                || first == 0x3FFF && second < 0x1000; // documentation
        return global && !special;
    }
}
