package com.softellect.vpn.contract;

import java.util.ArrayList;
import java.util.List;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** A batch of packets from the client. */
@XmlRootElement(name = "sendPackets")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"sessionId", "sequence", "packet"})
public class SendPackets {

    @XmlElement(required = true)
    private String sessionId;

    @XmlElement
    private long sequence;

    @XmlElement
    private List<byte[]> packet = new ArrayList<>();

    /** For JAXB. */
    public SendPackets() {
    }

    public SendPackets(String sessionId, long sequence, List<byte[]> packets) {
        this.sessionId = sessionId;
        this.sequence = sequence;
        this.packet = packets;
    }

    /** The secret that {@code authenticate} gave. */
    public String getSessionId() {
        return sessionId;
    }

    /** The sequence number of the first packet. */
    public long getSequence() {
        return sequence;
    }

    /** The packets, each 1 to 65,535 bytes. */
    public List<byte[]> getPackets() {
        return packet;
    }
}
