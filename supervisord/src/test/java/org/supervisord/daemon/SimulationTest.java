package org.supervisord.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * The whole daemon on a machine that is played, through many lives in which everything fails at
 * some time. A life that ends badly is told with its seed, and is the same whenever it is lived:
 *
 * <pre>mvn -pl common,config,supervisord -Dtest=SimulationTest -Dsimulation.seed=4711 test</pre>
 *
 * {@code -Dsimulation.steps=100000000} makes as many steps, in as many lives as that takes, from
 * the given seed on.
 */
class SimulationTest {
    private static final int STEPS_OF_A_LIFE = 4_000;

    @Test
    void whateverHappensTheDaemonKeepsItsPromises() throws Exception {
        long first = Long.getLong("simulation.seed", 1);
        boolean one = System.getProperty("simulation.seed") != null;
        long steps = Long.getLong("simulation.steps", one ? 1 : 1_000_000);
        for (long seed = first; steps > 0; seed++) {
            steps -= live(seed);
        }
    }

    @Test
    void theSameSeedIsTheSameLife() throws Exception {
        for (int seed = 1; seed <= 5; seed++) {
            assertEquals(
                    new SimulatedDaemon(seed, STEPS_OF_A_LIFE).live(),
                    new SimulatedDaemon(seed, STEPS_OF_A_LIFE).live());
        }
    }

    private static int live(long seed) throws Exception {
        SimulatedDaemon daemon = new SimulatedDaemon(seed, STEPS_OF_A_LIFE);
        try {
            daemon.live();
        } catch (RuntimeException | AssertionError e) {
            fail(
                    "-Dsimulation.seed="
                            + seed
                            + " fails at step "
                            + daemon.steps()
                            + ": "
                            + e.getMessage()
                            + "\n  "
                            + daemon.history(),
                    e);
        }
        return daemon.steps();
    }
}
