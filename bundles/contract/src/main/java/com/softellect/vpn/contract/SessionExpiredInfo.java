package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** The detail of {@link SessionExpiredException}. */
@XmlRootElement(name = "sessionExpired")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"message"})
public class SessionExpiredInfo {

    @XmlElement(required = true)
    private String message;

    /** For JAXB. */
    public SessionExpiredInfo() {
    }

    public SessionExpiredInfo(String message) {
        this.message = message;
    }

    /** What happened and what to do, for a person. */
    public String getMessage() {
        return message;
    }
}
