package dev.maestro.app.check;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.policy.Action;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.protocol.Protocol;
import dev.maestro.routing.Language;
import dev.maestro.routing.terms.NameResolver;
import dev.maestro.rules.Routing;
import dev.maestro.rules.RuleSets;
import dev.maestro.scoring.ReferenceScorer;
import dev.maestro.scoring.StrictScorer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts each check together from what serves queries: the one place where that is done. */
public final class DecisionChecks {
    private DecisionChecks() {}

    public static DecisionCheck names(RegistrySnapshot snapshot, Profile profile) {
        return new NamesCheck(snapshot, profile);
    }

    public static DecisionCheck routing(RegistrySnapshot snapshot, Profile profile) {
        return new RoutingCheck(snapshot, profile, new Routing(new RuleSets(Language.find())));
    }

    public static DecisionCheck protocol(RegistrySnapshot snapshot, Profile profile) {
        return isReference(profile)
                ? new ReferenceProtocolCheck(new RegistryNames(snapshot, new RuleSets().forSnapshot(snapshot)))
                : new DefaultProtocolCheck(snapshot, new RuleSets().forSnapshot(snapshot));
    }

    public static DecisionCheck reward(RegistrySnapshot snapshot, Profile profile) {
        return isReference(profile)
                ? new RewardCheck(new ReferenceScorer(NameResolver.of(snapshot, profile)), _ -> Optional.empty())
                : new RewardCheck(new StrictScorer(), trajectory -> ownAnswer(trajectory, snapshot));
    }

    private static boolean isReference(Profile profile) {
        return profile.equals(Profile.REFERENCE);
    }

    /** The answer of the last turn, by the default protocol: what stands before the last observation was no last turn. */
    private static Optional<String> ownAnswer(String trajectory, RegistrySnapshot snapshot) {
        int observed = trajectory.lastIndexOf("</information>");
        String last = observed < 0 ? trajectory : trajectory.substring(observed + "</information>".length());
        Action action = Protocol.of(Profile.DEFAULT).read(last, "stop", transcript(snapshot, 1)).action();
        return action instanceof Action.Answer(String text) ? Optional.of(text) : Optional.empty();
    }

    static Transcript transcript(RegistrySnapshot snapshot, int turnsLeft) {
        return transcript(snapshot, turnsLeft, List.of());
    }

    static Transcript transcript(RegistrySnapshot snapshot, int turnsLeft, List<Transcript.Turn> turns) {
        return new Transcript("check", Profile.DEFAULT, "", List.of(), List.of(), turns, turnsLeft, 4_096, snapshot,
                Set.of());
    }
}
