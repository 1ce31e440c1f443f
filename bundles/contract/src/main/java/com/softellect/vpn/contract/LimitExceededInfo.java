package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** The detail of {@link LimitExceededException}. */
@XmlRootElement(name = "limitExceeded")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"limit", "allowed", "message"})
public class LimitExceededInfo {

    @XmlElement(required = true)
    private String limit;

    @XmlElement
    private long allowed;

    @XmlElement(required = true)
    private String message;

    /** For JAXB. */
    public LimitExceededInfo() {
    }

    public LimitExceededInfo(String limit, long allowed, String message) {
        this.limit = limit;
        this.allowed = allowed;
        this.message = message;
    }

    /** Which limit: maxBatchPackets, maxBatchBytes, packetBytes or sequence. */
    public String getLimit() {
        return limit;
    }

    /** The highest value that is allowed. */
    public long getAllowed() {
        return allowed;
    }

    /** What happened and what to do, for a person. */
    public String getMessage() {
        return message;
    }
}
