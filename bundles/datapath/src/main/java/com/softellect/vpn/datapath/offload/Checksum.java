package com.softellect.vpn.datapath.offload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The Internet checksum (RFC 1071): 16-bit words in network byte order, added in ones' complement. Stateless; allocates nothing.
 *
 * <p>Reads 8 bytes at a time, in little-endian order: the sum of words with their bytes swapped is the sum with its bytes swapped.
 */
public final class Checksum {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_INT = 0xffff_ffffL;
    private static final int LOW_SHORT = 0xffff;

    private Checksum() {
    }

    /**
     * The sum of a range, not complemented. An odd last byte counts as if a zero came after it.
     *
     * @return 0 to 0xffff; 0 only if all bytes are
     */
    public static int sum(byte[] bytes, int from, int length) {
        int longs = length / Long.BYTES;
        long sum = 0;
        for (int i = 0; i < longs; i++) { // counted like this the JVM makes vector instructions of it
            long eight = (long) LONGS.get(bytes, from + i * Long.BYTES);
            sum += (eight & LOW_INT) + (eight >>> Integer.SIZE); // no carry is lost: 65,535 bytes are less than 2^14 longs
        }
        return swapped(fold(sum + tail(bytes, from + longs * Long.BYTES, from + length)));
    }

    /** Of the last 0 to 7 bytes. */
    private static long tail(byte[] bytes, int from, int end) {
        int at = from;
        long sum = 0;
        if (end - at >= Integer.BYTES) {
            sum += (int) INTS.get(bytes, at) & LOW_INT;
            at += Integer.BYTES;
        }
        if (end - at >= Short.BYTES) {
            sum += (short) SHORTS.get(bytes, at) & LOW_SHORT;
            at += Short.BYTES;
        }
        return at < end ? sum + (bytes[at] & 0xff) : sum;
    }

    /**
     * Adds the carries of a sum of words to it until it is one word.
     *
     * @param sum 0 or more
     * @return 0 to 0xffff; 0 only for 0
     */
    public static int fold(long sum) {
        long folded = (sum & LOW_INT) + (sum >>> Integer.SIZE);
        while (folded > LOW_SHORT) {
            folded = (folded & LOW_SHORT) + (folded >>> Short.SIZE);
        }
        return (int) folded;
    }

    /** The word that takes another one out of a sum again. */
    public static int without(int word) {
        return ~word & LOW_SHORT;
    }

    private static int swapped(int word) {
        return word >>> Byte.SIZE | (word & 0xff) << Byte.SIZE;
    }

    /**
     * Completes a checksum that the system left partial: its field holds the sum of what it covers outside the packet, and becomes the
     * checksum of that and of all from the start to the packet's end. A checksum of 0 is written as 0xffff, which means the same in
     * TCP; in UDP (RFC 768) a 0 would say that there is none.
     *
     * @param start  where the bytes begin that it covers
     * @param offset where its field is, counted from there
     * @return false if these are not inside the packet: nothing is changed then
     */
    public static boolean complete(byte[] packet, int start, int offset) {
        if (start + offset + Short.BYTES > packet.length) {
            return false;
        }
        int checksum = without(sum(packet, start, packet.length - start));
        putWord(packet, start + offset, checksum == 0 ? LOW_SHORT : checksum);
        return true;
    }

    public static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << Byte.SIZE | bytes[at + 1] & 0xff;
    }

    public static void putWord(byte[] bytes, int at, int word) {
        bytes[at] = (byte) (word >>> Byte.SIZE);
        bytes[at + 1] = (byte) word;
    }

    public static int intAt(byte[] bytes, int at) {
        return word(bytes, at) << Short.SIZE | word(bytes, at + 2);
    }

    public static void putInt(byte[] bytes, int at, int value) {
        putWord(bytes, at, value >>> Short.SIZE);
        putWord(bytes, at + 2, value);
    }
}
