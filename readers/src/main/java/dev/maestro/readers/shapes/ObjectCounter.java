package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Counts similar objects on an uneven ground under uneven light. Several independent ways of finding them
 * each give a count and a measure of how much what they found looks like objects of one sort; ways that
 * agree support each other.
 */
final class ObjectCounter {
    /** Images are looked at with about this long side: objects stay large, grain goes. */
    private static final double WORKING_SIDE = 640;

    private ObjectCounter() {}

    /**
     * @param objects  boxes in pixels of the image
     * @param evidence what each way counted, with its quality
     */
    record Count(List<Blob> objects, List<String> evidence) {}

    /** @param solidity share of its convex hull that it fills */
    record Blob(PixelBox box, double area, double solidity, ColourName colour) {}

    static Optional<Count> count(LabRaster raster) {
        double scale = Math.max(1, Math.max(raster.width, raster.height) / WORKING_SIDE);
        Mat image = raster.toMat();
        Mat small = new Mat();
        Imgproc.resize(image, small,
                new Size(Math.max(1, Math.round(raster.width / scale)), Math.max(1, Math.round(raster.height / scale))), 0, 0,
                Imgproc.INTER_AREA);
        image.release();
        try {
            LabRaster work = LabRaster.of(small);
            return decided(ways(work), work, scale);
        } finally {
            small.release();
        }
    }

    private record Way(String name, List<Blob> blobs, double quality) {}

    private static List<Way> ways(LabRaster work) {
        List<Way> ways = new ArrayList<>();
        Mask[] masks = {ObjectMasks.byGround(work), ObjectMasks.byLocalLight(work, false), ObjectMasks.byLocalLight(work, true),
            ObjectMasks.byEdges(work), ObjectMasks.byColour(work)};
        String[] names = {"difference from the ground", "brighter than around", "darker than around", "closed edges", "strength of colour"};
        for (int k = 0; k < masks.length; k++) {
            List<Blob> blobs = blobs(masks[k], work);
            if (!blobs.isEmpty()) {
                ways.add(new Way(names[k], blobs, quality(blobs, work)));
            }
        }
        return ways;
    }

    private static Optional<Count> decided(List<Way> ways, LabRaster work, double scale) {
        Way best = null;
        double most = 0;
        for (Way way : ways) {
            double support = 0;
            for (Way other : ways) {
                double apart = Math.abs(way.blobs().size() - other.blobs().size()) / (double) Math.max(3, way.blobs().size());
                support += other.quality() * Math.exp(-12 * apart) * (other == way ? 1.6 : 1);
            }
            // a way misses objects more often than it invents ones that look alike
            support *= Math.pow(way.blobs().size(), 0.3);
            if (support > most) {
                most = support;
                best = way;
            }
        }
        if (best == null || best.quality() < 0.12) {
            return Optional.empty();
        }
        List<String> evidence = ways.stream().map(w -> "%s: %d (%.2f)".formatted(w.name(), w.blobs().size(), w.quality())).toList();
        List<Blob> objects = best.blobs().stream()
                .map(b -> new Blob(scaled(b.box(), scale), b.area() * scale * scale, b.solidity(), b.colour()))
                .sorted(Comparator.comparingInt((Blob b) -> b.box().top()).thenComparingInt(b -> b.box().left())).toList();
        return Optional.of(new Count(objects, evidence));
    }

    private static PixelBox scaled(PixelBox b, double s) {
        return new PixelBox((int) (b.left() * s), (int) (b.top() * s), (int) Math.ceil(b.right() * s), (int) Math.ceil(b.bottom() * s));
    }

    /** Pieces, split at necks, without what is far smaller than most. */
    private static List<Blob> blobs(Mask mask, LabRaster work) {
        Mask solid = mask.filled().opened(3);
        List<Mask.Piece> pieces = solid.pieces(12);
        if (pieces.isEmpty()) {
            return List.of();
        }
        double typical = typicalDepth(pieces);
        Mask opened = solid.opened(Math.max(3, (int) (0.7 * typical) | 1));
        List<Blob> found = new ArrayList<>();
        for (Mask.Piece piece : opened.pieces(12)) {
            for (Mask.Piece part : Necks.split(piece, typical)) {
                found.add(new Blob(part.box(), part.area(), solidity(part), Palette.of(work, part)));
            }
        }
        return ofOneSize(found, work);
    }

    /** Depth of the pieces that hold most of the area. */
    private static double typicalDepth(List<Mask.Piece> pieces) {
        double[][] depths = new double[pieces.size()][];
        double all = 0;
        for (int k = 0; k < depths.length; k++) {
            depths[k] = new double[]{pieces.get(k).own().deepest(), pieces.get(k).area()};
            all += pieces.get(k).area();
        }
        Arrays.sort(depths, Comparator.comparingDouble(d -> d[0]));
        double seen = 0;
        for (double[] d : depths) {
            seen += d[1];
            if (seen >= all / 2) {
                return d[0];
            }
        }
        return depths[depths.length - 1][0];
    }

    private static List<Blob> ofOneSize(List<Blob> blobs, LabRaster work) {
        if (blobs.isEmpty()) {
            return blobs;
        }
        double[] areas = blobs.stream().mapToDouble(Blob::area).sorted().toArray();
        double all = Arrays.stream(areas).sum();
        double seen = 0;
        double typical = areas[areas.length - 1];
        for (double a : areas) {
            seen += a;
            if (seen >= all / 2) {
                typical = a;
                break;
            }
        }
        double limit = 0.2 * typical;
        double border = 0.1 * typical;
        return blobs.stream().filter(b -> b.area() >= (atBorder(b.box(), work) ? border : limit)).toList();
    }

    private static boolean atBorder(PixelBox b, LabRaster work) {
        return b.left() <= 1 || b.top() <= 1 || b.right() >= work.width - 1 || b.bottom() >= work.height - 1;
    }

    private static double solidity(Mask.Piece piece) {
        org.opencv.core.Point[] contour = piece.own().outline();
        if (contour.length < 4) {
            return 1;
        }
        org.opencv.core.MatOfPoint points = new org.opencv.core.MatOfPoint(contour);
        org.opencv.core.MatOfInt hull = new org.opencv.core.MatOfInt();
        Imgproc.convexHull(points, hull);
        org.opencv.core.MatOfPoint around = new org.opencv.core.MatOfPoint(
                Arrays.stream(hull.toArray()).mapToObj(i -> contour[i]).toArray(org.opencv.core.Point[]::new));
        double area = Imgproc.contourArea(around) + contour.length / 2.0 + 1;
        points.release();
        hull.release();
        around.release();
        return Math.min(1, piece.area() / area);
    }

    /** How much they look like objects of one sort: alike in size, compact, not the whole image. */
    private static double quality(List<Blob> blobs, LabRaster work) {
        double mean = blobs.stream().mapToDouble(b -> Math.sqrt(b.area())).average().orElse(1);
        double spread = Math.sqrt(blobs.stream().mapToDouble(b -> Math.pow(Math.sqrt(b.area()) - mean, 2)).average().orElse(0)) / mean;
        double solid = blobs.stream().mapToDouble(Blob::solidity).average().orElse(0);
        double covered = blobs.stream().mapToDouble(Blob::area).sum() / work.pixels();
        double alike = Math.exp(-1.6 * spread);
        double compact = Math.clamp((solid - 0.7) / 0.25, 0.02, 1);
        double sane = covered > 0.75 ? 0.2 : covered < 0.004 ? 0.4 : 1;
        double tiny = mean < 5 ? 0.3 : 1;
        return alike * compact * sane * tiny;
    }
}
