package org.mutoscope.provenance.c2pa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteStampingTest {
    private static final byte[] BYTES = {1, 2, 3};

    private interface Answering {
        byte[] answer(byte[] request) throws Exception;
    }

    private HttpServer server;
    private Authority.Issued stamper;
    private Answering answering;
    private int status = 200;

    @BeforeEach
    void open() throws Exception {
        stamper = Authority.create("Elsewhere", Samples.NOW).stamper("Elsewhere", Samples.NOW);
        answering = request -> answer(new TimeStampRequest(request));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body;
            try {
                body = answering.answer(exchange.getRequestBody().readAllBytes());
            } catch (Exception e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private byte[] answer(TimeStampRequest request) throws Exception {
        TimeStampTokenGenerator generator = new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder()
                        .build("SHA256withECDSA", stamper.key(), stamper.certificate()),
                new BcDigestCalculatorProvider().get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                new ASN1ObjectIdentifier("1.2.3"));
        generator.addCertificates(new JcaCertStore(List.of(stamper.certificate())));
        return new TimeStampResponseGenerator(generator, TSPAlgorithms.ALLOWED)
                .generate(request, BigInteger.ONE, Date.from(Samples.NOW))
                .getEncoded();
    }

    private RemoteStamping stamping() {
        return new RemoteStamping(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    @Test
    void aTokenIsHadAndChecked() throws Exception {
        assertEquals(
                Samples.NOW, TimeStamp.check(stamping().stamp(BYTES), BYTES).time());
    }

    @Test
    void badAnswersAreNotTaken() throws Exception {
        byte[] earlier = answer(new TimeStampRequest(anotherRequest()));
        List<Answering> bad = List.of(
                request -> new byte[0],
                request -> "<html>sorry</html>".getBytes(),
                request -> new byte[64 << 10],
                request -> earlier);
        for (Answering each : bad) {
            answering = each;
            assertThrows(IOException.class, () -> stamping().stamp(BYTES));
        }
        answering = request -> answer(new TimeStampRequest(request));
        status = 503;
        assertThrows(IOException.class, () -> stamping().stamp(BYTES));
        server.stop(0);
        assertThrows(IOException.class, () -> stamping().stamp(BYTES));
    }

    private static byte[] anotherRequest() throws IOException {
        var generator = new org.bouncycastle.tsp.TimeStampRequestGenerator();
        generator.setCertReq(true);
        return generator
                .generate(NISTObjectIdentifiers.id_sha256, new byte[32], BigInteger.TWO)
                .getEncoded();
    }

    @Test
    void aStampForSomethingElseIsNone() throws Exception {
        byte[] token = new StampingAuthority(stamper.key(), stamper.certificate(), Samples.CLOCK).stamp(BYTES);

        assertEquals(
                "timeStamp.mismatch",
                assertThrows(Malformed.class, () -> TimeStamp.check(token, new byte[] {9}))
                        .code());
        token[token.length - 1] ^= 1;
        assertEquals(
                "timeStamp.malformed",
                assertThrows(Malformed.class, () -> TimeStamp.check(token, BYTES))
                        .code());
        assertThrows(Malformed.class, () -> TimeStamp.check(new byte[] {0x30}, BYTES));
    }
}
