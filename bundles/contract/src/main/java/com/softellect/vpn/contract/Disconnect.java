package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** Ends the session. */
@XmlRootElement(name = "disconnect")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"sessionId"})
public class Disconnect {

    @XmlElement(required = true)
    private String sessionId;

    /** For JAXB. */
    public Disconnect() {
    }

    public Disconnect(String sessionId) {
        this.sessionId = sessionId;
    }

    /** The secret that {@code authenticate} gave. */
    public String getSessionId() {
        return sessionId;
    }
}
