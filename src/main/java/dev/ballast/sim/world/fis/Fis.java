package dev.ballast.sim.world.fis;

import dev.ballast.model.InstanceState;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Signal;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.StateReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Fault Injection Service of one account, all regions. */
public final class Fis {
    /** The notice of an interruption that an experiment has announced. */
    record NoticeDue(String region, String experimentId, String instanceId) implements WorldEvent {}

    record ExperimentEnds(String region, String experimentId) implements WorldEvent {}

    private final WorldTime time;
    private final Draws draws;
    private final Ids ids;
    private final Ec2 ec2;
    private final Map<String, Region> regions = new TreeMap<>();

    public Fis(WorldTime time, Draws draws, Ids ids, Ec2 ec2) {
        this.time = time;
        this.draws = draws;
        this.ids = ids;
        this.ec2 = ec2;
        time.on(NoticeDue.class, this::notice);
        time.on(ExperimentEnds.class, event -> region(event.region()).ends(event.experimentId()));
    }

    /** Of the regions that somebody has asked for. */
    public Collection<String> regionNames() {
        return Collections.unmodifiableCollection(regions.keySet());
    }

    /** A region exists from the first time somebody asks for it. */
    public Region region(String name) {
        return regions.computeIfAbsent(name, Region::new);
    }

    private void notice(NoticeDue event) {
        region(event.region())
                .experiment(event.experimentId())
                .filter(experiment -> experiment.status() == Experiment.Status.RUNNING)
                .flatMap(experiment -> ec2.instance(event.instanceId()))
                .ifPresent(ec2::interrupt);
    }

    /** One region's templates and experiments. */
    public final class Region {
        private final String name;
        private final Map<String, Template> templates = new LinkedHashMap<>();
        private final Map<String, Experiment> experiments = new LinkedHashMap<>();

        private Region(String name) {
            this.name = name;
        }

        public Collection<Template> templates() {
            return Collections.unmodifiableCollection(templates.values());
        }

        public Optional<Template> template(String id) {
            return Optional.ofNullable(templates.get(id));
        }

        public Template create(Template.Spec spec, Map<String, String> tags) {
            var template = new Template("EXT" + ids.hex(15).toUpperCase(Locale.ROOT), spec, time.now());
            template.tags(tags);
            templates.put(template.id(), template);
            return template;
        }

        /** Experiments that were started from it go on. */
        public void delete(Template template) {
            templates.remove(template.id());
        }

        public Collection<Experiment> experiments() {
            return Collections.unmodifiableCollection(experiments.values());
        }

        public Optional<Experiment> experiment(String id) {
            return Optional.ofNullable(experiments.get(id));
        }

        /** One whose targets match nothing fails at once. */
        public Experiment start(Template template, Map<String, String> tags) {
            var instances = new LinkedHashMap<String, List<String>>();
            template.spec().actions().forEach((actionName, action) -> {
                var target = template.spec().targets().get(action.target());
                instances.put(action.target(), resolve(target, action.kind()));
            });
            var experiment =
                    new Experiment("EXP" + ids.hex(15).toUpperCase(Locale.ROOT), template, instances, time.now());
            experiment.tags(tags);
            experiments.put(experiment.id(), experiment);
            if (instances.values().stream().anyMatch(List::isEmpty)) {
                experiment.ended(Experiment.Status.FAILED, "Target resolution returned empty set.", time.now());
                return experiment;
            }
            var longest = Duration.ZERO;
            for (var action : template.spec().actions().values()) {
                begin(experiment, action);
                if (action.before().compareTo(longest) > 0) longest = action.before();
            }
            time.schedule(longest, new ExperimentEnds(name, experiment.id()));
            return experiment;
        }

        private void begin(Experiment experiment, Template.Action action) {
            for (var id : experiment.instances().get(action.target())) {
                var instance = ec2.instance(id).orElseThrow();
                switch (action.kind()) {
                    case TERMINATE_INSTANCES -> ec2.terminate(instance, StateReason.USER);
                    case SEND_SPOT_INTERRUPTIONS -> {
                        ec2.recommendRebalance(instance);
                        var lead = action.before().minus(Signal.NOTICE);
                        time.schedule(lead, new NoticeDue(name, experiment.id(), id));
                    }
                }
            }
        }

        private List<String> resolve(Template.Target target, Template.ActionKind kind) {
            var matching = new ArrayList<String>();
            for (var instance : ec2.region(name).instances())
                if (instance.state() == InstanceState.RUNNING && matches(instance, target, kind))
                    matching.add(instance.id());
            var wanted = switch (target.selection()) {
                case Template.Selection.All ignored -> matching.size();
                case Template.Selection.Count count -> Math.min(count.count(), matching.size());
                case Template.Selection.Percent percent ->
                    Math.max(matching.isEmpty() ? 0 : 1, matching.size() * percent.percent() / 100);
            };
            var stream = draws.stream("fis");
            while (matching.size() > wanted) matching.remove(stream.nextInt(matching.size()));
            return matching;
        }

        private static boolean matches(Ec2Instance instance, Template.Target target, Template.ActionKind kind) {
            if (kind == Template.ActionKind.SEND_SPOT_INTERRUPTIONS && instance.option() != PurchaseOption.SPOT)
                return false;
            if (!target.instanceIds().isEmpty()) return target.instanceIds().contains(instance.id());
            return target.tags().entrySet().stream()
                    .allMatch(tag -> tag.getValue().equals(instance.tags().get(tag.getKey())));
        }

        /** Interruptions that were not announced yet do not come. */
        public void stop(Experiment experiment) {
            if (experiment.status() == Experiment.Status.RUNNING)
                experiment.ended(Experiment.Status.STOPPED, "Experiment halted by user.", time.now());
        }

        void ends(String experimentId) {
            experiment(experimentId)
                    .filter(experiment -> experiment.status() == Experiment.Status.RUNNING)
                    .ifPresent(experiment ->
                            experiment.ended(Experiment.Status.COMPLETED, "Experiment completed.", time.now()));
        }
    }
}
