package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** A batch was read. */
@XmlRootElement(name = "sendPacketsResponse")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"received"})
public class SendPacketsResponse {

    @XmlElement
    private int received;

    /** For JAXB. */
    public SendPacketsResponse() {
    }

    public SendPacketsResponse(int received) {
        this.received = received;
    }

    /** The number of packets that the gateway read from the message. */
    public int getReceived() {
        return received;
    }
}
