package org.mutoscope.worker.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.worker.model.PackageProblem;

/** What is refused, and what must come out whatever diffusers says. */
class SchedulersTest {
    private static final NoiseSource NONE = into -> {
        throw new AssertionError("no noise was expected");
    };

    @TempDir
    Path folder;

    @Test
    void namesAnUnknownClassAndTheKnownOnes() throws Exception {
        PackageProblem problem = refused("PNDMScheduler", "", ScheduleRequest.of(4));
        assertEquals("model_scheduler_unknown", problem.code());
        assertTrue(problem.getMessage().contains("\"PNDMScheduler\""), problem.getMessage());
        assertTrue(problem.getMessage().contains("UniPCMultistepScheduler"), problem.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EulerDiscreteScheduler | \"use_beta_sigmas\":true | use_beta_sigmas",
                "EulerDiscreteScheduler | \"beta_schedule\":\"sigmoid\" | beta_schedule",
                "EulerDiscreteScheduler | \"prediction_type\":\"flow_prediction\" | prediction_type",
                "EulerDiscreteScheduler | \"interpolation_type\":\"cubic\" | interpolation_type",
                "EulerDiscreteScheduler | \"timestep_spacing\":\"random\" | timestep_spacing",
                "EulerDiscreteScheduler | \"num_train_timesteps\":1 | num_train_timesteps",
                "EulerDiscreteScheduler | \"num_train_timesteps\":\"many\" | num_train_timesteps",
                "EulerDiscreteScheduler | \"beta_start\":0.5 | beta_start",
                "EulerDiscreteScheduler | \"trained_betas\":[0.1] | trained_betas",
                "EulerDiscreteScheduler | \"trained_betas\":\"all\" | trained_betas",
                "EulerDiscreteScheduler | \"sigma_max\":-1 | sigma_max",
                "EulerDiscreteScheduler | \"use_karras_sigmas\":true,\"use_exponential_sigmas\":true | use_exponential_sigmas",
                "EulerDiscreteScheduler | \"s_churn_always\":1 | s_churn_always",
                "DDIMScheduler | \"thresholding\":true | thresholding",
                "DDIMScheduler | \"clip_sample\":\"yes\" | clip_sample",
                "DDIMScheduler | \"clip_sample_range\":0 | clip_sample_range",
                "LCMScheduler | \"original_inference_steps\":0 | original_inference_steps",
                "DPMSolverMultistepScheduler | \"algorithm_type\":\"sde-dpmsolver++\" | algorithm_type",
                "DPMSolverMultistepScheduler | \"solver_order\":3 | solver_order",
                "DPMSolverMultistepScheduler | \"variance_type\":\"learned\" | variance_type",
                "UniPCMultistepScheduler | \"predict_x0\":false | predict_x0",
                "UniPCMultistepScheduler | \"solver_order\":3 | solver_order",
                "UniPCMultistepScheduler | \"solver_type\":\"bh1\" | solver_type",
                "UniPCMultistepScheduler | \"solver_p\":{} | solver_p",
                "UniPCMultistepScheduler | \"lower_order_final\":false | lower_order_final",
                "UniPCMultistepScheduler | \"shift_terminal\":0.1 | shift_terminal",
                "UniPCMultistepScheduler | \"use_flow_sigmas\":true,\"use_exponential_sigmas\":true | use_exponential_sigmas",
                "FlowMatchEulerDiscreteScheduler | \"time_shift_type\":\"cubic\" | time_shift_type",
                "FlowMatchEulerDiscreteScheduler | \"shift\":0 | shift",
                "FlowMatchEulerDiscreteScheduler | \"shift_terminal\":1 | shift_terminal",
            })
    void namesAFieldItDoesNotHonour(String kind, String fields, String named) throws Exception {
        PackageProblem problem = refused(kind, "," + fields, ScheduleRequest.of(4));
        assertEquals("model_scheduler_field", problem.code());
        assertTrue(problem.getMessage().contains(kind + ": "), problem.getMessage());
        assertTrue(problem.getMessage().contains(named), problem.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "\"text\""})
    void refusesAFileThatIsNoObject(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("scheduler_config.json"), content);
        PackageProblem problem =
                assertThrows(PackageProblem.class, () -> Schedulers.begin(file, ScheduleRequest.of(4), NONE));
        assertEquals("model_scheduler_field", problem.code());
    }

    @Test
    void refusesRequestsThatDoNotSuit() throws Exception {
        float[] none = new float[0];
        float[] times = {900, 500};
        ScheduleRequest timed = new ScheduleRequest(0, times, none, Double.NaN);
        ScheduleRequest levelled = new ScheduleRequest(0, none, new float[] {1, 0.5f}, Double.NaN);
        unsuited("EulerDiscreteScheduler", "", ScheduleRequest.of(0));
        unsuited("EulerDiscreteScheduler", "", ScheduleRequest.of(1001));
        unsuited("EulerDiscreteScheduler", ",\"use_karras_sigmas\":true", timed);
        unsuited("EulerDiscreteScheduler", "", new ScheduleRequest(0, none, new float[] {1}, Double.NaN));
        unsuited("DDIMScheduler", "", timed);
        unsuited("DDIMScheduler", "", levelled);
        unsuited("DDIMScheduler", ",\"num_train_timesteps\":10", ScheduleRequest.of(11));
        unsuited("DPMSolverMultistepScheduler", "", levelled);
        unsuited("UniPCMultistepScheduler", "", timed);
        unsuited("UniPCMultistepScheduler", "", levelled);
        unsuited("LCMScheduler", "", ScheduleRequest.of(51));
        unsuited("LCMScheduler", "", levelled);
        unsuited("LCMScheduler", "", new ScheduleRequest(0, new float[] {1000}, none, Double.NaN));
        unsuited("FlowMatchEulerDiscreteScheduler", ",\"use_dynamic_shifting\":true", ScheduleRequest.of(4));
        unsuited("FlowMatchEulerDiscreteScheduler", ",\"shift_terminal\":0.1", ScheduleRequest.of(1));
        unsuited("FlowMatchEulerDiscreteScheduler", "", new ScheduleRequest(0, new float[] {900}, times, Double.NaN));
    }

    private void unsuited(String kind, String fields, ScheduleRequest request) throws Exception {
        assertEquals("model_scheduler_steps", refused(kind, fields, request).code());
    }

    @Test
    void ignoresWhatOnlyOtherSchedulersKnow() throws Exception {
        Scheduler scheduler = begin(
                "EulerDiscreteScheduler",
                ",\"skip_prk_steps\":true,\"flow_shift\":9,\"_diffusers_version\":\"0.1\"",
                4);
        assertEquals(begin("EulerDiscreteScheduler", "", 4).sigma(1), scheduler.sigma(1));
    }

    @Test
    void refusesStepsOutOfTheirTurn() throws Exception {
        for (String kind : new String[] {"UniPCMultistepScheduler", "EulerDiscreteScheduler", "DDIMScheduler"}) {
            Scheduler scheduler = begin(kind, "", 4);
            float[] sample = {1, 2};
            scheduler.step(1, new float[2], sample);
            assertThrows(IllegalStateException.class, () -> scheduler.step(1, new float[2], sample));
            assertThrows(IllegalStateException.class, () -> scheduler.step(3, new float[2], sample));
            scheduler.step(2, new float[2], sample);
            assertThrows(IllegalArgumentException.class, () -> scheduler.step(3, new float[1], sample));
        }
    }

    /** A network that knows the clean value brings every solver there, whatever its way. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EulerDiscreteScheduler | \"prediction_type\":\"sample\"",
                "DDIMScheduler | \"prediction_type\":\"sample\",\"clip_sample\":false",
                "DPMSolverMultistepScheduler | \"prediction_type\":\"sample\"",
                "UniPCMultistepScheduler | \"prediction_type\":\"sample\"",
                "UniPCMultistepScheduler | \"prediction_type\":\"sample\",\"use_flow_sigmas\":true,\"flow_shift\":5",
            })
    void arriveWhereAPerfectNetworkSays(String kind, String fields) throws Exception {
        Scheduler scheduler = begin(kind, "," + fields, 7);
        float[] sample = {scheduler.initSigma(), -0.5f * scheduler.initSigma()};
        for (int step = 0; step < scheduler.steps(); step++) {
            scheduler.step(step, new float[] {0.25f, -3}, sample);
        }
        assertEquals(0.25, sample[0], 1e-5);
        assertEquals(-3, sample[1], 1e-5);
    }

    @Test
    void aStraightFlowIsWalkedExactly() throws Exception {
        Scheduler scheduler = begin("FlowMatchEulerDiscreteScheduler", ",\"shift\":3", 9);
        float[] sample = {2};
        for (int step = 0; step < 9; step++) {
            scheduler.step(step, new float[] {2 - 0.5f}, sample);
        }
        assertEquals(0.5, sample[0], 1e-6);
    }

    @Test
    void notANumberStaysVisible() throws Exception {
        for (String kind :
                new String[] {"UniPCMultistepScheduler", "EulerDiscreteScheduler", "DDIMScheduler", "LCMScheduler"}) {
            Scheduler scheduler = begin(kind, "", 1);
            float[] sample = {1};
            scheduler.step(0, new float[] {Float.NaN}, sample);
            assertTrue(Float.isNaN(sample[0]), kind);
        }
    }

    private Scheduler begin(String kind, String fields, int steps) throws Exception {
        return Schedulers.begin(file(kind, fields), ScheduleRequest.of(steps), NONE);
    }

    private PackageProblem refused(String kind, String fields, ScheduleRequest request) throws Exception {
        Path file = file(kind, fields);
        return assertThrows(PackageProblem.class, () -> Schedulers.begin(file, request, NONE), kind + fields);
    }

    private Path file(String kind, String fields) throws Exception {
        return Files.writeString(
                folder.resolve("scheduler_config.json"), "{\"_class_name\":\"" + kind + "\"" + fields + "}");
    }
}
