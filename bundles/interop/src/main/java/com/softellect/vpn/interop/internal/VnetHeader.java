package com.softellect.vpn.interop.internal;

import com.softellect.vpn.datapath.offload.SuperPacket;
import com.softellect.vpn.datapath.system.NativeBuffer;

/**
 * The {@code struct virtio_net_hdr} (linux/virtio_net.h, in native byte order) that stands before each packet of a TUN device with
 * offload: what is missing in its checksum, and how it is to be cut. Read and written in the buffer that the system reads and writes;
 * nobody beyond the session sees it.
 */
final class VnetHeader {

    static final int BYTES = 10;

    /** A checksum is partial: that of the bytes from csum_start on. */
    static final int F_NEEDS_CSUM = 1;
    /** The TCP segment is to be cut into IPv4 packets. */
    static final int GSO_TCPV4 = 1;
    /** Beside the kind of segmentation: only the first packet gets CWR. Software does that always; hardware must be told. */
    static final int GSO_ECN = 0x80;

    static final int FLAGS = 0;
    static final int GSO_TYPE = 1;
    static final int HEADERS_LENGTH = 2;
    static final int GSO_SIZE = 4;
    static final int CSUM_START = 6;
    static final int CSUM_OFFSET = 8;

    private VnetHeader() {
    }

    static boolean needsChecksum(NativeBuffer buffer) {
        return (buffer.bytes().get(FLAGS) & F_NEEDS_CSUM) != 0;
    }

    /** Where the bytes begin that the partial checksum covers, counted from the packet's start. */
    static int checksumStart(NativeBuffer buffer) {
        return buffer.bytes().getShort(CSUM_START) & 0xffff;
    }

    /** Where the field of the partial checksum is, counted from there. */
    static int checksumOffset(NativeBuffer buffer) {
        return buffer.bytes().getShort(CSUM_OFFSET) & 0xffff;
    }

    static boolean isTcp4(NativeBuffer buffer) {
        return (buffer.bytes().get(GSO_TYPE) & 0xff & ~GSO_ECN) == GSO_TCPV4;
    }

    /** The payload of each packet but the last, in bytes. */
    static int segmentPayload(NativeBuffer buffer) {
        return buffer.bytes().getShort(GSO_SIZE) & 0xffff;
    }

    /** Before a packet that is complete and stays whole: all zeros. */
    static void putPlain(NativeBuffer buffer) {
        buffer.bytes().putLong(0, 0).putShort(CSUM_OFFSET, (short) 0);
    }

    /** Before a super-packet, which the kernel cuts into packets of the MTU and whose TCP checksum is partial. */
    static void putTcp4(NativeBuffer buffer, byte[] superPacket, int mtu) {
        int headers = SuperPacket.headers(superPacket);
        buffer.bytes()
                .put(FLAGS, (byte) F_NEEDS_CSUM)
                .put(GSO_TYPE, (byte) (SuperPacket.hasCwr(superPacket) ? GSO_TCPV4 | GSO_ECN : GSO_TCPV4))
                .putShort(HEADERS_LENGTH, (short) headers)
                .putShort(GSO_SIZE, (short) (mtu - headers))
                .putShort(CSUM_START, (short) SuperPacket.tcpHeader(superPacket))
                .putShort(CSUM_OFFSET, (short) SuperPacket.CHECKSUM);
    }
}
