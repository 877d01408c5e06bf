package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans, quota and eligibility over HTTP. */
class TariffTest {
    private Served served;
    private StubTariff tariff;

    @BeforeEach
    void open() throws Exception {
        served = new Served();
        tariff = served.tariff;
    }

    @AfterEach
    void close() throws Exception {
        served.close();
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) throws Exception {
        assertEquals(200, answer.statusCode(), new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        return Served.json(answer);
    }

    @Test
    void plansAndQuotaArePublicButNotTheNumbersBehindThem() throws Exception {
        JsonNode plans = ok(served.get(null, "/api/v1/plans")).get("data");
        assertEquals("1080x1920", plans.get(0).get("largest").asText());
        assertEquals("education", plans.get(1).get("verification").asText());
        JsonNode quota = ok(served.get(null, "/api/v1/quota"));
        assertEquals(12, quota.get("clips_per_day").asInt());
        assertEquals("because", quota.get("history").get(0).get("reason").asText());
        assertFalse(quota.toString().contains("measured"), quota.toString());
        assertEquals(403, served.get("ann", "/api/v1/admin/quota").statusCode());
        JsonNode full = ok(served.get("olga", "/api/v1/admin/quota"));
        assertEquals(7, full.at("/data/0/measured/paid_clips_last_day").asInt());
        assertEquals(8, full.at("/measured/free_accounts").asInt());
    }

    @Test
    void operatorsPutAccountsOnPlans() throws Exception {
        String body = "{\"account_id\":\"acct_ann\",\"plan\":\"education\",\"key\":\"k1\"}";
        assertEquals(403, served.post("ann", "/api/v1/admin/plans", body).statusCode());
        assertTrue(ok(served.post("olga", "/api/v1/admin/plans", body))
                .get("renews")
                .asBoolean());
        assertEquals("acct_ann education null operator:k1", tariff.done.get(0));
        assertTrue(served.identity.audit.contains("olga plan.assign acct_ann education"));
        assertEquals(
                "free",
                ok(served.get("ann", "/api/v1/account/plan")).at("/plan/id").asText());
        assertEquals(
                403, served.get("ann", "/api/v1/account/plan?account=acct_bob").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"account_id\":\"acct_ann\"}",
                "{\"account_id\":\"acct_none\",\"plan\":\"free\"}",
                "{\"account_id\":\"acct_ann\",\"plan\":\"gold\"}",
                "{\"account_id\":\"acct_ann\",\"plan\":\"free\",\"until\":\"tomorrow\"}",
                "[]"
            })
    void badPlansAreNamed(String body) throws Exception {
        HttpResponse<byte[]> answer = served.post("olga", "/api/v1/admin/plans", body);
        assertTrue(answer.statusCode() == 400 || answer.statusCode() == 404, body + " " + answer.statusCode());
        assertTrue(tariff.done.isEmpty());
    }

    @Test
    void claimsAndDecisions() throws Exception {
        String claim = "{\"kind\":\"education\",\"proof\":\"x\"}";
        assertEquals(
                "unknown",
                ok(served.post("ann", "/api/v1/eligibility", claim))
                        .get("state")
                        .asText());
        assertEquals(
                400,
                served.post("ann", "/api/v1/eligibility", "{\"kind\":\"education\"}")
                        .statusCode());
        assertEquals(
                "roster",
                ok(served.get("ann", "/api/v1/eligibility")).at("/providers/0").asText());
        String decision = "{\"account_id\":\"acct_ann\",\"kind\":\"education\",\"state\":\"STATE\"}";
        String path = "/api/v1/admin/eligibility";
        assertEquals(403, served.post("ann", path, decision).statusCode());
        assertEquals(400, served.post("olga", path, decision).statusCode());
        assertEquals(
                "refused",
                ok(served.post("olga", path, decision.replace("STATE", "refused")))
                        .get("state")
                        .asText());
    }

    @Test
    void linksNeedTwo() throws Exception {
        String path = "/api/v1/admin/quota/links";
        assertEquals(
                400,
                served.post("olga", path, "{\"name\":\"n\",\"accounts\":[\"acct_ann\"]}")
                        .statusCode());
        ok(served.post("olga", path, "{\"name\":\"n\",\"accounts\":[\"acct_ann\",\"acct_bob\"]}"));
        assertEquals("n[acct_ann, acct_bob]", tariff.done.get(0));
    }

    @Test
    void aDeviceIsNotedOnceAnHourAndAnImpossibleOneIsRefused() throws Exception {
        for (int n = 0; n < 2; n++) {
            assertEquals(200, order("pixel-7:a1").statusCode());
        }
        assertEquals(List.of("acct_ann on pixel-7:a1"), tariff.done);
        assertEquals(400, order("two words").statusCode());
        assertEquals(400, order("d".repeat(161)).statusCode());
        assertEquals(1, tariff.done.size());
    }

    private HttpResponse<byte[]> order(String device) throws Exception {
        return served.send(served.request("ann", "/v1/videos")
                .header("Content-Type", "application/json")
                .header("x-mutoscope-device", device)
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a cat\"}")));
    }

    @Test
    void anOperatorBlocksGenerationAndLiftsIt() throws Exception {
        String path = "/api/v1/admin/accounts/generation";
        String blocked = "{\"account_id\":\"acct_ann\",\"blocked\":true}";
        assertEquals(403, served.post("ann", path, blocked).statusCode());
        assertEquals(
                400, served.post("olga", path, blocked.replace("true", "7")).statusCode());
        assertEquals(
                404, served.post("olga", path, blocked.replace("ann", "nobody")).statusCode());
        assertTrue(
                ok(served.post("olga", path, blocked)).get("generation_blocked").asBoolean());
        assertFalse(ok(served.post("olga", path, blocked.replace("true", "false")))
                .get("generation_blocked")
                .asBoolean());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.77, 192.0.2.0/24",
        "2001:db8:1:2::3, 2001:db8:1:0:0:0:0:0/48",
        "127.0.0.1, ",
        "10.1.2.3, ",
        "fd00::1, ",
        "fe80::1, ",
        "example.com, ",
        "1.2.3.4.5, ",
    })
    void networksAreWholeOnesOfTheOpenNet(String address, String network) {
        assertEquals(Optional.ofNullable(network), Networks.of(address));
    }
}
