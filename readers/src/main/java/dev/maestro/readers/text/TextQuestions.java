package dev.maestro.readers.text;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Answers questions about the text of one image: from its words, their layout and their colours. What
 * it cannot base on a line of the image it does not answer.
 */
final class TextQuestions {
    private static final String SHOP = "store|shop|company|restaurant|business|merchant|vendor|seller|supermarket|cafe|hotel|supplier|retailer|organi[sz]ation";
    private static final String READING = "what(?:'s| is| are)? (?:all )?(?:the )?(?:texts? |words? |letters? |message |inscription |label |caption |name )?(?:that (?:is|are) )?(?:is |are )?(?:written|printed|shown|displayed|painted|visible)"
            + "|what (?:do|does|did) .*\\b(?:says?|reads?|states?)\\b|\\bread (?:the|all|out|what|this)|transcribe|what (?:is|are) the (?:texts?|words?|message|wording|inscription)|what (?:texts?|words?) (?:is|are|can|do|does|appears?)"
            + "|(?:extract|recogni[sz]e|list|give|output|return|copy) (?:all )?(?:the )?(?:texts?|words?)|what is (?:the )?.* saying|^text\\b|^ocr\\b";

    private final Page page;
    private final LineColours colours;
    private final TextBlocks blocks;
    private final Places places;
    private final FieldReader fields;
    private final GoodsLines goods;
    private final Letterhead letterhead;

    TextQuestions(Page page, LineColours colours, double width, double height) {
        this.page = page;
        this.colours = colours;
        this.blocks = new TextBlocks(page, width, height);
        this.places = new Places(page, width, height);
        this.fields = new FieldReader(page);
        this.goods = new GoodsLines(page);
        this.letterhead = new Letterhead(page);
    }

    /** @param reading whether the caller knows that plain reading is wanted */
    Optional<Finding> answer(QuestionText question, boolean reading) {
        if (page.isEmpty()) {
            return Optional.empty();
        }
        List<Supplier<Optional<Finding>>> ways = List.of(
                () -> yesOrNo(question),
                () -> counted(question),
                () -> places.byNumber(question, scope(question)),
                () -> places.bySize(question),
                () -> question.has(READING) ? read(question) : Optional.empty(),
                () -> paper(question),
                () -> places.besideText(question),
                () -> number(question),
                () -> Hue.namedIn(question.lower()).isPresent()
                        && question.has("\\b(?:text|words?|writing|letters?|says?|sign|board|label|banner|what|which)\\b")
                                ? coloured(question)
                                : Optional.empty(),
                () -> title(question),
                () -> new TableLookup(page).answer(question),
                () -> labelled(question),
                () -> places.byRegion(question),
                () -> reading ? read(question) : Optional.empty());
        return ways.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    private Optional<Finding> yesOrNo(QuestionText question) {
        if (!question.has("^(?:is|are|does|do|can|has|did|was)\\b")) {
            return Optional.empty();
        }
        Optional<String> phrase = question.quoted().or(() -> question.phrase(
                "\\b(?:says?|reads?|contains?|includes?|mentions?|show|have|see|display)s? (?:the )?(?:words?|text|phrase|number|name)? ?(.+?)(?: (?:in|on|at) (?:the|this) .*)?$",
                "\\bis (?:the )?(?:words?|text|phrase|number|name) (.+?) (?:in|on|written|visible|shown|present|mentioned).*$",
                "\\bis (?:there )?(.+?) (?:written|mentioned|listed|printed)\\b.*$"));
        return phrase.filter(p -> !OcrSimilarity.squeezed(p).isEmpty()).map(wanted -> {
            List<String> words = OcrSimilarity.words(page.text().replace('\n', ' '));
            boolean there = !OcrSimilarity.find(wanted, words).isEmpty()
                    || OcrSimilarity.squeezed(wanted).length() > 4
                            && OcrSimilarity.squeezed(page.text()).contains(OcrSimilarity.squeezed(wanted));
            return there
                    ? new Finding("Yes", "The picture has the words \"%s\".".formatted(wanted), 0.85)
                    : new Finding("No", "Of %d words read, none are \"%s\".".formatted(words.size(), wanted), 0.6);
        });
    }

    private Optional<Finding> counted(QuestionText question) {
        if (!question.has("how many|number of|count")) {
            return Optional.empty();
        }
        List<TextLine> scope = scope(question);
        Optional<String> of = question.quoted();
        if (of.isPresent() && question.has("how many times|how often|occurrences?|appear")) {
            long times = OcrSimilarity.words(page.text().replace('\n', ' ')).stream().filter(word -> OcrSimilarity.same(word, of.get()))
                    .count();
            return Optional.of(new Finding(String.valueOf(times), "That many words are \"%s\".".formatted(of.get()), 0.8));
        }
        if (question.has("how many (?:\\w+ )?words|number of words|count the words")) {
            List<String> words = scope.stream().flatMap(line -> Stream.of(line.text().split(" ")))
                    .filter(word -> !OcrSimilarity.squeezed(word).isEmpty()).toList();
            return Optional.of(new Finding(String.valueOf(words.size()), "The words: " + String.join(" ", words), 0.75));
        }
        if (question.has("how many (?:\\w+ )?(?:lines|rows)|number of (?:lines|rows)")) {
            int rows = new Page(scope).rows().size();
            return Optional.of(new Finding(String.valueOf(rows), "The text stands in %d rows.".formatted(rows), 0.75));
        }
        if (question.has(
                "how many (?:different |distinct |kinds of )?(?:items|articles|products|goods)|number of (?:items|articles|products)")) {
            return Field.askedFor("how many items").flatMap(fields::read).or(goods::count);
        }
        return Optional.empty();
    }

    /** All lines, or those of the sign when the question is about one. */
    private List<TextLine> scope(QuestionText question) {
        boolean everything = question.has("\\b(?:image|picture|photo|page|document|receipt|invoice|form|poem|paragraph|table)\\b")
                && !question.has("\\b(?:sign|board|banner|label|plate|shirt|poster)\\b");
        if (everything) {
            return page.lines();
        }
        return chosen(question).map(TextBlocks.Block::lines).orElse(page.lines());
    }

    private Optional<Finding> read(QuestionText question) {
        boolean everything = question.has(
                "\\ball (?:of )?(?:the )?(?:text|words|lines)|(?:in|of|from|on|does) (?:the|this) (?:entire |whole |full )?(?:image|picture|photo|page|document|screenshot)|what (?:is|does) (?:it|this)|^(?:text|ocr|transcribe)\\b")
                || !question.has("\\b(?:on|in|of|does|do|from)\\b");
        if (Hue.namedIn(question.lower()).isPresent()) {
            return coloured(question);
        }
        Optional<Finding> placed = places.besideText(question)
                .or(() -> question.has("\\b(?:top|bottom|upper|lower)\\b") ? places.byRegion(question) : Optional.empty());
        if (placed.isPresent()) {
            return placed;
        }
        if (everything) {
            List<TextLine> sure = page.lines().stream().filter(line -> line.confidence() > 0.65).toList();
            List<TextLine> lines = sure.isEmpty() ? page.lines() : sure;
            return Optional.of(new Finding(String.join(" ", lines.stream().map(TextLine::text).toList()),
                    "%d lines are in the picture.".formatted(lines.size()), 0.8));
        }
        return blocks.mostProminent()
                .map(block -> finding(block, "It is the most prominent of %d pieces of text.".formatted(blocks.all().size())));
    }

    private Optional<TextBlocks.Block> chosen(QuestionText question) {
        return Hue.namedIn(question.lower()).flatMap(hue -> ofObject(hue)).or(blocks::mostProminent);
    }

    private Optional<Finding> coloured(QuestionText question) {
        Hue hue = Hue.namedIn(question.lower()).orElseThrow();
        String name = hue.name().toLowerCase(java.util.Locale.ROOT);
        if (question.has(name
                + " (?:colou?red )?(?:texts?|words?|letters?|writing|lettering|print|font|ink|line)|(?:written|printed|painted|highlighted|shown|is|are|text|words?|letters?) in (?:the )?(?:\\w+ )?"
                + name)) {
            List<TextLine> inked = page.lines().stream().filter(line -> colours.ink(line, hue) > 0.5).toList();
            return inked.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Finding(String.join(" ", inked.stream().map(TextLine::text).toList()),
                            "Its letters are %s.".formatted(name), 0.8));
        }
        return ofObject(hue).map(block -> finding(block, "It lies on or in something %s.".formatted(name)))
                .or(() -> question.has(READING)
                        ? blocks.mostProminent()
                                .map(block -> finding(block, "Nothing %s bears text; this is the most prominent text.".formatted(name)))
                        : Optional.empty());
    }

    /** Text whose ground has the colour, else text surrounded by it. */
    private Optional<TextBlocks.Block> ofObject(Hue hue) {
        double largest = blocks.all().stream().mapToDouble(blocks::prominence).max().orElse(1);
        return blocks.all().stream()
                .max(Comparator.comparingDouble(block -> belonging(block, hue) * Math.pow(blocks.prominence(block) / largest, 0.2)))
                .filter(block -> belonging(block, hue) > 0.12);
    }

    private double belonging(TextBlocks.Block block, Hue hue) {
        double area = block.lines().stream().mapToDouble(line -> line.quad().length() * line.height()).sum();
        double ground = block.lines().stream().mapToDouble(line -> colours.ground(line, hue) * line.quad().length() * line.height()).sum()
                / area;
        double height = block.lines().stream().mapToDouble(TextLine::height).max().orElseThrow();
        double near = colours.around(block.left(), block.top(), block.right(), block.bottom(), height, hue);
        double wide = colours.around(block.left(), block.top(), block.right(), block.bottom(),
                Math.max(2 * height, 0.4 * (block.right() - block.left())), hue);
        return Math.max(ground, 0.9 * Math.min(1, Math.max(near / 0.3, wide / 0.25)));
    }

    private static Finding finding(TextBlocks.Block block, String why) {
        List<TextLine> sure = block.lines().stream().filter(line -> line.confidence() > 0.65).toList();
        List<TextLine> lines = sure.isEmpty() ? block.lines() : sure;
        return new Finding(String.join(" ", lines.stream().map(TextLine::text).toList()), why, 0.8);
    }

    /** Receipts, invoices and forms. */
    private Optional<Finding> paper(QuestionText question) {
        if (question.has("most expensive|highest priced?|costliest|dearest")) {
            return goods.extreme(true);
        }
        if (question.has("cheapest|least expensive|lowest priced?")) {
            return goods.extreme(false);
        }
        if (question.has(
                "(?:what|which) (?:items?|products?|articles|goods) (?:were|was|did|are)|list (?:all )?(?:the )?items|what (?:was|were) (?:bought|purchased|ordered)")) {
            return goods.names();
        }
        Optional<Finding> quantity = question
                .phrase("how many (.+?) (?:were|was|are|did|have|has|is|do)\\b.*",
                        "(?:quantity|number|count|qty) of (.+?)(?: (?:bought|purchased|ordered|sold|on|in)\\b.*)?$")
                .map(QuestionText::core).filter(name -> !name.isEmpty()).flatMap(goods::quantity);
        if (quantity.isPresent()) {
            return quantity;
        }
        Optional<Field> field = Field.askedFor(question.lower());
        Optional<Finding> direct = field.flatMap(fields::read);
        if (direct.isPresent()) {
            return direct;
        }
        return identity(question)
                .or(() -> code(question))
                .or(() -> item(question))
                .or(() -> field.flatMap(asked -> unlabelled(asked)));
    }

    private Optional<Finding> item(QuestionText question) {
        return question.phrase(
                "(?:price|cost|amount|charge|rate) (?:of|for) (?:an? |one |the |each )?(.+?)(?: (?:on|in) (?:the|this) .*)?$",
                "how much (?:does|do|did|is|was|are|were) (?:an? |one |the |each )?(.+?)(?: cost| costs| priced| charged| sold| on the| in the|$).*",
                "what (?:does|do|did) (?:an? |one |the )?(.+?) cost.*", "(?:the )?(.+?)(?:'s)? (?:price|cost)$")
                .map(QuestionText::core).filter(name -> !name.isEmpty()).flatMap(goods::price);
    }

    private Optional<Finding> identity(QuestionText question) {
        if (question.has("\\baddress\\b|where is .*\\blocated|\\blocation\\b") && !question.has("e-?mail|web|\\bip\\b")) {
            return fields.read("address", ValueType.ANY).filter(_ -> question.has("bill|ship|customer")).or(letterhead::address);
        }
        boolean asksForName = question.has("name of (?:the |this )?(?:" + SHOP + ")|(?:" + SHOP + ")(?:'s)? name|(?:which|what) (?:" + SHOP
                + ")|who (?:issued|is the (?:" + SHOP + "))|where (?:was|is|were|did) .*(?:purchase|bought|issued|buy|shop|receipt)|^(?:"
                + SHOP + ")$");
        return asksForName ? letterhead.name() : Optional.empty();
    }

    /** "receipt number", "order id": a label with a code. */
    private Optional<Finding> code(QuestionText question) {
        Optional<String> kind = question.phrase("\\b(?!the\\b|is\\b)([a-z-]+(?: [a-z-]+)?) (?:number|no\\b|#|id\\b|code\\b)",
                "(?:number|id|code) (?:of|on|for) (?:the |this )?([a-z]+)");
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        String noun = kind.get().replaceAll("^(?:the|is|what|which|a) ", "").replaceAll("^(?:the|is|what|which|a) ", "");
        List<String> family = noun.matches(".*(?:receipt|invoice|bill|ticket|order|transaction|check|document).*")
                ? List.of(noun, "receipt", "invoice", "bill", "ticket", "order", "transaction", "trans", "check", "doc")
                : List.of(noun);
        Stream<String> labels = family.stream()
                .flatMap(word -> Stream.of(word + " number", word + " no", word + " #", word + " id", word + " code", word + " num", word));
        return labels.map(label -> fields.read(label, ValueType.CODE)).flatMap(Optional::stream)
                .filter(found -> found.answer().chars().anyMatch(Character::isDigit)).findFirst();
    }

    /** Dates, times and addresses of the web tell themselves. */
    private Optional<Finding> unlabelled(Field field) {
        return switch (field.type()) {
            case DATE, TIME, PHONE, EMAIL, URL -> field.name().matches("due date|expiry date|birth date|fax")
                    ? Optional.empty()
                    : page.rows().stream().flatMap(row -> field.type().in(row.text()).stream()
                            .filter(value -> field.type() != ValueType.PHONE || ValueType.MONEY.in(row.text()).isEmpty())
                            .map(value -> new Finding(value, "\"%s\" has the form of a %s.".formatted(value, field.name()), 0.7)))
                            .findFirst();
            case MONEY -> field.name().equals("cash") ? Field.askedFor("total").flatMap(fields::read) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<Finding> number(QuestionText question) {
        if (!question.has(
                "what (?:number|is the number|are the numbers|digits?|numbers)|which number|license plate|licence plate|plate number|registration|jersey number|bus number|room number|house number|\\bnumber (?:on|is|in|of)\\b")) {
            return Optional.empty();
        }
        boolean plate = question.has("plate|registration");
        Comparator<TextLine> byHeight = Comparator.comparingDouble(TextLine::height);
        return page.lines().stream().filter(line -> line.text().chars().anyMatch(Character::isDigit)).max(byHeight)
                .map(line -> plate ? line.text() : ValueType.NUMBER.firstIn(line.text()).orElse(line.text()))
                .map(value -> new Finding(value, "It is the largest text with digits.", 0.7));
    }

    private Optional<Finding> title(QuestionText question) {
        if (!question.has(
                "\\b(?:title|heading|headline|header|brand|logo)\\b|name of (?:the |this )?(?:book|movie|film|magazine|newspaper|brand|product|event|band|song|album|street|station|city|team|school|airline|bank)|what (?:book|brand|magazine|newspaper|movie|street|station|team|airline)|what is the (?:word|name)$")) {
            return Optional.empty();
        }
        Comparator<TextLine> byHeight = Comparator.comparingDouble(TextLine::height);
        return page.lines().stream().filter(line -> line.text().chars().anyMatch(Character::isLetter)).max(byHeight)
                .flatMap(line -> blocks.all().stream().filter(block -> block.lines().contains(line)).findFirst().map(block -> {
                    List<String> alike = block.lines().stream().filter(other -> other.height() > 0.8 * line.height()).map(TextLine::text)
                            .toList();
                    return new Finding(String.join(" ", alike), "It has the largest letters.", 0.65);
                }));
    }

    /** Any label that the question names. */
    private Optional<Finding> labelled(QuestionText question) {
        List<String> content = question.content();
        for (int length = Math.min(4, content.size()); length > 0; length--) {
            for (int from = 0; from + length <= content.size(); from++) {
                String label = String.join(" ", content.subList(from, from + length));
                boolean telling = length > 1 || OcrSimilarity.squeezed(label).length() > 3 && content.size() <= 3;
                Optional<Finding> found = telling ? fields.read(label, ValueType.ANY) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
