package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import java.util.Map;
import org.apache.cxf.attachment.AttachmentDeserializer;
import org.apache.cxf.staxutils.StaxUtils;

/**
 * What an XML parser and a MIME parser meet in a message at most, as CXF's properties. CXF takes no DTD, and so no entities, and follows
 * no reference to anywhere, whatever its properties are. Stateless.
 */
final class MessageBounds {

    /** Elements beside packets, for headers of other makes and for options. */
    private static final int OTHER_ELEMENTS = 128;

    /** Of a packet over MTOM: the packet, the reference to its part; and some more, so that a batch with too many gets the typed fault. */
    private static final int ELEMENTS_OF_PACKET = 3;

    /** The contract's own messages need 4; security headers of other makes have been seen with 10. */
    private static final int DEPTH = 24;

    private static final int ATTRIBUTES = 32;
    private static final int ATTRIBUTE_CHARS = 2048;

    /** The largest packet in base64, with line breaks, and some more for the typed fault. */
    private static final int TEXT_CHARS = Ipv4Packet.MAX_LENGTH * 3 / 2;

    private static final int PART_HEADER_CHARS = 512;

    private MessageBounds() {
    }

    static Map<String, Object> properties(Limits limits) {
        int elements = limits.maxBatchPackets() * ELEMENTS_OF_PACKET + OTHER_ELEMENTS;
        return Map.ofEntries(
                Map.entry(StaxUtils.MAX_CHILD_ELEMENTS, elements),
                Map.entry(StaxUtils.MAX_ELEMENT_COUNT, (long) elements),
                Map.entry(StaxUtils.MAX_ELEMENT_DEPTH, DEPTH),
                Map.entry(StaxUtils.MAX_ATTRIBUTE_COUNT, ATTRIBUTES),
                Map.entry(StaxUtils.MAX_ATTRIBUTE_SIZE, ATTRIBUTE_CHARS),
                Map.entry(StaxUtils.MAX_TEXT_LENGTH, TEXT_CHARS),
                Map.entry(StaxUtils.MAX_XML_CHARACTERS, (long) limits.maxBodyBytes()),
                Map.entry(AttachmentDeserializer.ATTACHMENT_MAX_COUNT, limits.maxParts()),
                Map.entry(AttachmentDeserializer.ATTACHMENT_MAX_HEADER_SIZE, PART_HEADER_CHARS),
                Map.entry(AttachmentDeserializer.ATTACHMENT_MAX_SIZE, (long) limits.maxBodyBytes()),
                // nothing of a message ever lies in a temporary file
                Map.entry(AttachmentDeserializer.ATTACHMENT_MEMORY_THRESHOLD, limits.maxBodyBytes() + 1L));
    }
}
