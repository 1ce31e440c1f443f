package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** The detail of {@link AuthenticationFailedException}. */
@XmlRootElement(name = "authenticationFailed")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"reason", "message"})
public class AuthenticationFailedInfo {

    @XmlElement(required = true)
    private String reason;

    @XmlElement(required = true)
    private String message;

    /** For JAXB. */
    public AuthenticationFailedInfo() {
    }

    public AuthenticationFailedInfo(String reason, String message) {
        this.reason = reason;
        this.message = message;
    }

    /** REFUSED, CLOCK, REPLAY, FULL, ADDRESS_IN_USE, DISABLED, EXPIRED, TOO_MANY or CHANGED; more may come. */
    public String getReason() {
        return reason;
    }

    /** What happened and what to do, for a person. */
    public String getMessage() {
        return message;
    }
}
