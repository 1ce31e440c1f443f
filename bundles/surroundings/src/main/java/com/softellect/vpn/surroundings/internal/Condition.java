package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;

/**
 * What a filter of the Windows Filtering Platform looks at ({@code FWPM_FILTER_CONDITION0}). Of several conditions on the same field one must hold, of those on different
 * fields all. Numbers and names are those of {@code fwpmu.h} and {@code fwptypes.h}.
 *
 * @param field  FWPM_CONDITION_...
 * @param match  FWP_MATCH_...
 * @param type   FWP_DATA_TYPE
 * @param number the value, if it is in its place
 * @param bytes  the value, if there is a pointer to it; else null
 */
record Condition(UUID field, int match, int type, long number, byte[] bytes) {

    static final UUID PROTOCOL = UUID.fromString("3971ef2b-623e-4f9a-8cb1-6e79b806b9a7");
    static final UUID LOCAL_PORT = UUID.fromString("0c1ba1af-5765-453f-af22-a8f791ac775b");
    static final UUID REMOTE_PORT = UUID.fromString("c35a604d-d22b-4e1a-91b4-68f674ee674b");
    static final UUID REMOTE_ADDRESS = UUID.fromString("b235ae9a-1d64-49b8-a44c-5ff3d9095045");
    static final UUID DESTINATION_ADDRESS = UUID.fromString("2d79133b-b390-45c6-8699-acaceaafed33");
    static final UUID LOCAL_INTERFACE = UUID.fromString("4cd62a49-59c3-4969-b7f3-bda5d32890a4");
    static final UUID FORWARD_INTERFACE = UUID.fromString("1076b8a5-6323-4c5e-9810-e8d3fc9e6136");
    static final UUID FLAGS = UUID.fromString("632ce23b-5167-435c-86d7-e903684aa80c");

    static final int EQUAL = 0;
    static final int FLAGS_ALL_SET = 6;

    static final int UINT8 = 1;
    static final int UINT16 = 2;
    static final int UINT32 = 3;
    static final int UINT64 = 4;
    static final int BYTE_ARRAY16 = 11;
    static final int V4_ADDR_MASK = 0x100;
    static final int V6_ADDR_MASK = 0x101;

    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;

    private static final int IS_LOOPBACK = 1;

    /** An IPv6 address, and the length of its prefix in a byte. */
    private static final int V6_NETWORK_BYTES = 17;

    static Condition loopback() {
        return new Condition(FLAGS, FLAGS_ALL_SET, UINT32, IS_LOOPBACK, null);
    }

    static Condition protocol(int number) {
        return new Condition(PROTOCOL, EQUAL, UINT8, number, null);
    }

    static Condition localPort(int port) {
        return new Condition(LOCAL_PORT, EQUAL, UINT16, port, null);
    }

    static Condition remotePort(int port) {
        return new Condition(REMOTE_PORT, EQUAL, UINT16, port, null);
    }

    /** Where connections are authorized the type takes the place of the local port. */
    static Condition icmpType(int type) {
        return localPort(type);
    }

    /** @param field LOCAL_INTERFACE: that it goes through, or has come by if it is forwarded; FORWARD_INTERFACE: that it leaves by then */
    static Condition through(UUID field, long luid) {
        return new Condition(field, EQUAL, UINT64, 0, littleEndian(Long.BYTES).putLong(luid).array());
    }

    /** TCP to an address and a port. */
    static List<Condition> connectionTo(InetAddress address, int port) {
        return List.of(protocol(TCP), remoteAddress(address), remotePort(port));
    }

    private static Condition remoteAddress(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? new Condition(REMOTE_ADDRESS, EQUAL, UINT32, Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()), null)
                : new Condition(REMOTE_ADDRESS, EQUAL, BYTE_ARRAY16, 0, bytes);
    }

    /** Addresses and masks are numbers here, not in network byte order. */
    static Condition inNetwork(UUID field, Ipv4Network network) {
        return new Condition(field, EQUAL, V4_ADDR_MASK, 0, littleEndian(2 * Integer.BYTES).putInt(network.base()).putInt(network.netmask()).array());
    }

    /** @param address an IPv6 address, as digits */
    static Condition remoteNetwork(String address, int prefixLength) {
        try {
            byte[] network = ByteBuffer.allocate(V6_NETWORK_BYTES).put(InetAddress.getByName(address).getAddress()).put((byte) prefixLength).array();
            return new Condition(REMOTE_ADDRESS, EQUAL, V6_ADDR_MASK, 0, network);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + address, e);
        }
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
