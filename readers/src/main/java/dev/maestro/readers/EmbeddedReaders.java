package dev.maestro.readers;

import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.EmbeddedExpertProvider;
import dev.maestro.readers.charts.ChartReaderExpert;
import dev.maestro.readers.shapes.ShapeCounterExpert;
import dev.maestro.readers.text.TextReader;
import dev.maestro.readers.text.TextReaderExpert;
import dev.maestro.readers.zoom.ZoomExpert;
import java.util.List;

/** The programs of this module, which share one reader of text. */
public final class EmbeddedReaders implements EmbeddedExpertProvider {
    @Override
    public List<EmbeddedExpert> experts(int threads) {
        TextReader text = new TextReader(threads);
        return List.of(new TextReaderExpert(text), new ChartReaderExpert(text), new ShapeCounterExpert(text), new ZoomExpert(text));
    }
}
