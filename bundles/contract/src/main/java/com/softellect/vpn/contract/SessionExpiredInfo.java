package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** The detail of {@link SessionExpiredException}. */
@XmlRootElement(name = "sessionExpired")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"message", "reason"})
public class SessionExpiredInfo {

    @XmlElement(required = true)
    private String message;

    private String reason;

    /** For JAXB. */
    public SessionExpiredInfo() {
    }

    public SessionExpiredInfo(String message) {
        this(message, null);
    }

    /** @param reason see {@link #getReason} */
    public SessionExpiredInfo(String message, String reason) {
        this.message = message;
        this.reason = reason;
    }

    /** What happened and what to do, for a person. */
    public String getMessage() {
        return message;
    }

    /**
     * REPLACED, REVOKED, EXPIRED, KEY_CHANGED, ADMINISTRATOR, IDLE, DISCONNECTED or SHUTDOWN; more may come. Null if the gateway does not know: to be
     * treated as IDLE.
     */
    public String getReason() {
        return reason;
    }
}
