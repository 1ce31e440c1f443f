package com.softellect.vpn.contract;

import java.util.ArrayList;
import java.util.List;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** Up to 100 packets for the client; none if there was none for 250 ms. */
@XmlRootElement(name = "receivePacketsResponse")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"sequence", "packet"})
public class ReceivePacketsResponse {

    @XmlElement
    private long sequence;

    @XmlElement
    private List<byte[]> packet = new ArrayList<>();

    /** For JAXB. */
    public ReceivePacketsResponse() {
    }

    public ReceivePacketsResponse(long sequence, List<byte[]> packets) {
        this.sequence = sequence;
        this.packet = packets;
    }

    /** The sequence number of the first packet; without packets that of the next one to come. */
    public long getSequence() {
        return sequence;
    }

    /** The packets, each 1 to 65,535 bytes. */
    public List<byte[]> getPackets() {
        return packet;
    }
}
