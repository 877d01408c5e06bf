package org.mutoscope.paper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/** Receipts of the time before StoreKit 2, in their two forms. Nobody signed them: who reads them may believe nothing but asks with their ids. */
public final class OldReceipts {
    private static final long IN_APP = 17; // Apple: Receipt Fields
    private static final long TRANSACTION = 1703;

    private OldReceipts() {}

    /** The receipt of an app. @param transactions ids of the purchases in it */
    public static String ofApp(List<String> transactions) {
        try {
            ASN1EncodableVector purchases = new ASN1EncodableVector();
            for (String id : transactions) {
                DERSet fields = new DERSet(field(TRANSACTION, new DERUTF8String(id)));
                purchases.add(field(IN_APP, fields));
            }
            DERSequence content = new DERSequence(new ASN1Encodable[] {
                PKCSObjectIdentifiers.data,
                new DERTaggedObject(true, 0, new DEROctetString(new DERSet(purchases).getEncoded()))
            });
            DERSequence signed =
                    new DERSequence(new ASN1Encodable[] {new ASN1Integer(1), new DERSet(), content, new DERSet()});
            DERSequence receipt = new DERSequence(
                    new ASN1Encodable[] {PKCSObjectIdentifiers.signedData, new DERTaggedObject(true, 0, signed)});
            return Base64.getEncoder().encodeToString(receipt.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e); // it is written into memory
        }
    }

    private static DERSequence field(long type, ASN1Encodable value) throws IOException {
        return new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(type),
            new ASN1Integer(1),
            new DEROctetString(value.toASN1Primitive().getEncoded())
        });
    }

    /** The receipt of one transaction, older still. */
    public static String ofTransaction(String id) {
        String info = coded("{\n\t\"product-id\" = \"pack100\";\n\t\"transaction-id\" = \"" + id + "\";\n}");
        return coded(
                "{\n\t\"signature\" = \"AA==\";\n\t\"purchase-info\" = \"" + info + "\";\n\t\"pod\" = \"100\";\n}");
    }

    private static String coded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
