package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;

/** Puts together what belongs to one figure: a fill and the border drawn around it. */
final class Merging {
    private Merging() {}

    static List<Figure> bordersIntoFills(List<Figure> fills, List<Figure> outlines) {
        List<Figure> merged = new ArrayList<>(fills);
        for (Figure outline : outlines) {
            int inner = -1;
            for (int i = 0; i < merged.size() && inner < 0; i++) {
                if (merged.get(i).filled() && isBorder(outline, merged.get(i))) {
                    inner = i;
                }
            }
            if (inner < 0) {
                merged.add(outline);
            } else if (outline.kind() != FigureKind.OTHER && outline.kind() != FigureKind.LINE) {
                Figure fill = merged.get(inner);
                merged.set(inner, new Figure(outline.kind(), fill.colour(), true, outline.box(), outline.centreX(), outline.centreY(),
                        outline.area(), outline.tilt()));
            }
        }
        return merged;
    }

    private static boolean isBorder(Figure outline, Figure fill) {
        double margin = 0.12 * outline.box().longSide() + 3;
        boolean around = Math.abs(outline.box().left() - fill.box().left()) <= margin
                && Math.abs(outline.box().top() - fill.box().top()) <= margin
                && Math.abs(outline.box().right() - fill.box().right()) <= margin
                && Math.abs(outline.box().bottom() - fill.box().bottom()) <= margin;
        return around && fill.area() > 0.45 * outline.area() && fill.area() <= 1.08 * outline.area();
    }
}
