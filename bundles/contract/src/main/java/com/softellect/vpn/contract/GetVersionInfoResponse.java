package com.softellect.vpn.contract;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlRootElement;
import javax.xml.bind.annotation.XmlType;

/** Who is there. */
@XmlRootElement(name = "getVersionInfoResponse")
@XmlAccessorType(XmlAccessType.FIELD)
@XmlType(name = "", propOrder = {"product", "version", "lowestProtocol", "highestProtocol", "timeMillis"})
public class GetVersionInfoResponse {

    @XmlElement(required = true)
    private String product;

    @XmlElement(required = true)
    private String version;

    @XmlElement
    private int lowestProtocol;

    @XmlElement
    private int highestProtocol;

    @XmlElement
    private long timeMillis;

    /** For JAXB. */
    public GetVersionInfoResponse() {
    }

    public GetVersionInfoResponse(
            String product, String version, int lowestProtocol, int highestProtocol, long timeMillis) {
        this.product = product;
        this.version = version;
        this.lowestProtocol = lowestProtocol;
        this.highestProtocol = highestProtocol;
        this.timeMillis = timeMillis;
    }

    /** The product's name. */
    public String getProduct() {
        return product;
    }

    /** The product's version. */
    public String getVersion() {
        return version;
    }

    /** The lowest version of the protocol that the gateway speaks. */
    public int getLowestProtocol() {
        return lowestProtocol;
    }

    /** The highest version of the protocol that the gateway speaks. */
    public int getHighestProtocol() {
        return highestProtocol;
    }

    /** The gateway's clock, in milliseconds since 1970-01-01T00:00Z. */
    public long getTimeMillis() {
        return timeMillis;
    }
}
