package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** The detail of {@link VersionNotSupportedException}. */
@XmlRootElement(name = "versionNotSupported")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"lowestProtocol", "highestProtocol", "message"})
public class VersionNotSupportedInfo {

    @XmlElement
    private int lowestProtocol;

    @XmlElement
    private int highestProtocol;

    @XmlElement(required = true)
    private String message;

    /** For JAXB. */
    public VersionNotSupportedInfo() {
    }

    public VersionNotSupportedInfo(int lowestProtocol, int highestProtocol, String message) {
        this.lowestProtocol = lowestProtocol;
        this.highestProtocol = highestProtocol;
        this.message = message;
    }

    /** The lowest version of the protocol that the gateway speaks. */
    public int getLowestProtocol() {
        return lowestProtocol;
    }

    /** The highest version of the protocol that the gateway speaks. */
    public int getHighestProtocol() {
        return highestProtocol;
    }

    /** What happened and what to do, for a person. */
    public String getMessage() {
        return message;
    }
}
