package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** Asks for packets. */
@XmlRootElement(name = "receivePackets")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"sessionId"})
public class ReceivePackets {

    @XmlElement(required = true)
    private String sessionId;

    /** For JAXB. */
    public ReceivePackets() {
    }

    public ReceivePackets(String sessionId) {
        this.sessionId = sessionId;
    }

    /** The secret that {@code authenticate} gave. */
    public String getSessionId() {
        return sessionId;
    }
}
