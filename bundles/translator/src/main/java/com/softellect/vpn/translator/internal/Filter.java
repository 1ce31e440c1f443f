package com.softellect.vpn.translator.internal;

import com.softellect.vpn.datapath.system.NativeBuffer;

/** Programs of the classic packet filter (linux/filter.h) for sockets, which the kernel runs for each packet before the socket gets it. Stateless. */
final class Filter {

    private static final int INSTRUCTION_BYTES = 8;
    /** {@code struct sock_fprog}: the number of instructions, and where they are. */
    private static final int PROGRAM_BYTES = 16;
    private static final int PROGRAM_ADDRESS = 8;

    private static final int RETURN = 0x06;
    private static final int LOAD_HEADER_LENGTH = 0xb1;
    private static final int LOAD_WORD_AT_INDEX = 0x48;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int JUMP_IF_ABOVE = 0x25;

    private static final int ALL = 0x40000;
    private static final int NOTHING = 0;
    private static final int DESTINATION_PORT = 2;

    private Filter() {
    }

    /** Nothing gets through: the kernel then neither takes nor refuses what comes for the socket's port. */
    static int attachNothing(int descriptor) {
        return attach(descriptor, new long[] {instruction(RETURN, 0, 0, NOTHING)});
    }

    /** On a raw socket of TCP or UDP: only packets for these ports get through. The gateway's own connections stay out of our way. */
    static int attachPorts(int descriptor, PortRange ports) {
        return attach(descriptor, new long[] {
            instruction(LOAD_HEADER_LENGTH, 0, 0, 0),
            instruction(LOAD_WORD_AT_INDEX, 0, 0, DESTINATION_PORT),
            instruction(JUMP_IF_AT_LEAST, 0, 2, ports.first()),
            instruction(JUMP_IF_ABOVE, 1, 0, ports.last()),
            instruction(RETURN, 0, 0, ALL),
            instruction(RETURN, 0, 0, NOTHING)});
    }

    private static int attach(int descriptor, long[] program) {
        try (NativeBuffer memory = new NativeBuffer(PROGRAM_BYTES + program.length * INSTRUCTION_BYTES)) {
            memory.bytes().putShort(0, (short) program.length);
            memory.bytes().putLong(PROGRAM_ADDRESS, memory.address() + PROGRAM_BYTES);
            for (int i = 0; i < program.length; i++) {
                int at = PROGRAM_BYTES + i * INSTRUCTION_BYTES;
                memory.bytes().putShort(at, (short) (program[i] >>> 48));
                memory.bytes().put(at + 2, (byte) (program[i] >>> 40));
                memory.bytes().put(at + 3, (byte) (program[i] >>> 32));
                memory.bytes().putInt(at + 4, (int) program[i]);
            }
            return LibC.setsockopt(descriptor, LibC.SOL_SOCKET, LibC.SO_ATTACH_FILTER, memory.address(), PROGRAM_BYTES);
        }
    }

    /** In the order of {@code struct sock_filter}: code, where to jump to if true and if false, operand. */
    private static long instruction(int code, int ifTrue, int ifFalse, int operand) {
        return (long) code << 48 | (long) ifTrue << 40 | (long) ifFalse << 32 | operand;
    }
}
