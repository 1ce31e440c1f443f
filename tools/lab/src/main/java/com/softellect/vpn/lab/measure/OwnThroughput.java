package com.softellect.vpn.lab.measure;

import com.softellect.vpn.lab.LabException;
import java.time.Duration;

/** {@link Transfer} as a measure of throughput, for machines without iperf3. Immutable. */
public record OwnThroughput(Transfer transfer, Duration warm, Duration time) implements Throughput {

    @Override
    public String name() {
        return "own transfer";
    }

    @Override
    public double megabitsPerSecond(Direction direction) throws LabException, InterruptedException {
        transfer.lasting(direction, warm);
        TransferResult result = transfer.lasting(direction, time);
        if (!result.identical()) {
            throw new LabException("what arrived over TCP is not what was sent: checksums differ");
        }
        return result.megabitsPerSecond();
    }
}
