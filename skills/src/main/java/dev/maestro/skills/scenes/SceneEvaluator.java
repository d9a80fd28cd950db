package dev.maestro.skills.scenes;

import dev.maestro.skills.scenes.SceneValue.Quantity;
import dev.maestro.skills.scenes.SceneValue.Things;
import dev.maestro.skills.scenes.SceneValue.Truth;
import dev.maestro.skills.scenes.SceneValue.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Works out a program over a list of objects, step by step. */
final class SceneEvaluator {
    /** Why a program cannot be worked out over this list; its message says the step. */
    static final class Undecided extends Exception {
        private static final long serialVersionUID = 1L;

        Undecided(String why) {
            super(why);
        }
    }

    private final List<SceneObject> scene;
    private final List<SceneValue> values = new ArrayList<>();

    SceneEvaluator(List<SceneObject> scene) {
        this.scene = scene;
    }

    /** What each step that was done gave, in order. */
    List<SceneValue> values() {
        return List.copyOf(values);
    }

    SceneValue run(List<SceneOperation> program) throws Undecided {
        for (SceneOperation operation : program) {
            values.add(value(operation));
        }
        if (values.isEmpty()) {
            throw new Undecided("the program has no step");
        }
        return values.getLast();
    }

    private SceneValue value(SceneOperation op) throws Undecided {
        return switch (op.name()) {
            case "all", "scene" -> new Things(scene);
            case "filter" -> new Things(
                    kept(things(op, 0), o -> op.with().entrySet().stream().allMatch(a -> o.attribute(a.getKey()).equals(a.getValue()))));
            case "only", "unique" -> new Things(List.of(single(op, 0)));
            case "left_of" -> besides(op, SceneObject::across, -1);
            case "right_of" -> besides(op, SceneObject::across, 1);
            case "in_front_of", "front_of" -> besides(op, SceneObject::down, 1);
            case "behind" -> besides(op, SceneObject::down, -1);
            case "leftmost" -> extreme(op, SceneObject::across, -1);
            case "rightmost" -> extreme(op, SceneObject::across, 1);
            case "frontmost" -> extreme(op, SceneObject::down, 1);
            case "backmost" -> extreme(op, SceneObject::down, -1);
            case "same" -> same(op);
            case "and" -> new Things(kept(things(op, 0), things(op, 1)::contains));
            case "or" -> new Things(kept(scene, o -> anyHolds(op, o)));
            case "without" -> {
                List<SceneObject> out = things(op, 1);
                yield new Things(kept(things(op, 0), o -> !out.contains(o)));
            }
            case "count" -> new Quantity(things(op, 0).size());
            case "exists", "exist" -> new Truth(!things(op, 0).isEmpty());
            case "attribute", "query" -> new Word(known(single(op, 0), attribute(op)));
            case "equal" -> new Truth(at(op, 0).shown().equals(at(op, 1).shown()));
            case "more" -> new Truth(quantity(op, 0) > quantity(op, 1));
            case "fewer", "less" -> new Truth(quantity(op, 0) < quantity(op, 1));
            case "sum" -> new Quantity(quantity(op, 0) + quantity(op, 1));
            case "difference" -> new Quantity(Math.abs(quantity(op, 0) - quantity(op, 1)));
            default -> throw new Undecided(where() + "there is no operation \"" + op.name() + "\"");
        };
    }

    private boolean anyHolds(SceneOperation op, SceneObject object) {
        return op.of().stream().anyMatch(
                n -> n >= 1 && n <= values.size() && values.get(n - 1) instanceof Things(var objects) && objects.contains(object));
    }

    private Things besides(SceneOperation op, ToDoubleFunction<SceneObject> place, int sign) throws Undecided {
        SceneObject from = single(op, 0);
        double at = placed(from, place);
        List<SceneObject> found = new ArrayList<>();
        for (SceneObject object : scene) {
            if (!object.equals(from) && sign * (placed(object, place) - at) > 0) {
                found.add(object);
            }
        }
        return new Things(found);
    }

    private Things extreme(SceneOperation op, ToDoubleFunction<SceneObject> place, int sign) throws Undecided {
        List<SceneObject> objects = things(op, 0);
        for (SceneObject object : objects) {
            placed(object, place);
        }
        return new Things(objects.stream().max(Comparator.comparingDouble(o -> sign * place.applyAsDouble(o))).map(List::of).orElseThrow(
                () -> new Undecided(where() + "there is nothing to choose from")));
    }

    private double placed(SceneObject object, ToDoubleFunction<SceneObject> place) throws Undecided {
        double at = place.applyAsDouble(object);
        if (Double.isNaN(at)) {
            throw new Undecided(where() + "the list does not say where " + object.shown() + " is");
        }
        return at;
    }

    private Things same(SceneOperation op) throws Undecided {
        SceneObject as = single(op, 0);
        String attribute = attribute(op);
        String value = known(as, attribute);
        return new Things(kept(scene, o -> !o.equals(as) && o.attribute(attribute).equals(value)));
    }

    private String attribute(SceneOperation op) throws Undecided {
        String attribute = op.with().getOrDefault("attribute", "");
        if (attribute.isEmpty()) {
            throw new Undecided(where() + "it does not say which attribute");
        }
        return attribute;
    }

    private String known(SceneObject object, String attribute) throws Undecided {
        String value = object.attribute(attribute);
        if (value.isEmpty()) {
            throw new Undecided(where() + "the list does not say the " + attribute + " of " + object.shown());
        }
        return value;
    }

    private SceneObject single(SceneOperation op, int argument) throws Undecided {
        List<SceneObject> objects = things(op, argument);
        if (objects.size() != 1) {
            throw new Undecided(where() + "exactly one object is needed, and there are " + objects.size());
        }
        return objects.getFirst();
    }

    private List<SceneObject> things(SceneOperation op, int argument) throws Undecided {
        if (at(op, argument) instanceof Things(var objects)) {
            return objects;
        }
        throw new Undecided(where() + "step " + op.of().get(argument) + " gives no objects");
    }

    private long quantity(SceneOperation op, int argument) throws Undecided {
        return switch (at(op, argument)) {
            case Quantity(long number) -> number;
            case Things(var objects) -> objects.size();
            case Word _,Truth _ -> throw new Undecided(where() + "step " + op.of().get(argument) + " gives no number");
        };
    }

    private SceneValue at(SceneOperation op, int argument) throws Undecided {
        int step = argument < op.of().size() ? op.of().get(argument) : 0;
        if (step < 1 || step > values.size()) {
            throw new Undecided(where() + "it works on step " + step + ", which is not done before it");
        }
        return values.get(step - 1);
    }

    private String where() {
        return "step " + (values.size() + 1) + ": ";
    }

    private static List<SceneObject> kept(List<SceneObject> objects, Predicate<SceneObject> those) {
        return objects.stream().filter(those).toList();
    }
}
