package dev.ballast.bench.plan;

import dev.ballast.decide.mix.CheapestMix;
import dev.ballast.decide.mix.Offered;
import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.Settings.Survive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a plan spends its time with, warm: JMH runs it in a process of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PlanMicro {
    /** Where the market's data are: a system property, so that the fork is told. */
    static final String DATA = "ballast.bench.data";

    @Param({"1000", "10000"})
    public int tasks;

    private Load load;
    private List<Offered> offers;
    private final List<Batch> batches = new ArrayList<>();
    private final List<Room> rooms = new ArrayList<>();

    @Setup
    public void bought() throws IOException {
        load = Shapes.load(Shapes.drawn(42, tasks));
        offers = Market.read(Path.of(System.getProperty(DATA))).offers(Survive.POOL);
        var hosts = CheapestMix.of(load, offers).orElseThrow().hosts();
        for (var i = 0; i < hosts.size(); i++)
            for (var host = 0; host < hosts.get(i); host++)
                rooms.add(offers.get(i).empty().copy());
        load.forEach((piece, count) -> batches.add(new Batch(batches.size(), piece, count)));
    }

    @Benchmark
    public Object theCheapestMix() {
        return CheapestMix.of(load, offers);
    }

    @Benchmark
    public Object placedAsEcsDoes() {
        return Spread.left(batches, rooms);
    }
}
