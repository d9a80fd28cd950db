package dev.maestro.drawings;

import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import java.awt.Color;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws till receipts on a table, with shop, address, goods, totals and payment, in several layouts, faces and notations. */
public final class ReceiptGenerator implements DrawingGenerator {
    private static final List<String> SHOPS = List.of(
            "GREEN LEAF MARKET", "Corner Bakery", "BLUE DOOR CAFE", "Harbor Hardware", "SUNRISE GROCERY", "The Tea House", "City Books",
            "MAPLE PHARMACY",
            "Oak Street Diner", "NORTH STAR MINIMART", "Red Kettle Kitchen", "Lakeside Garden Center");
    private static final List<String> STREETS = List.of("Oak Street", "Mill Lane", "High Street", "Park Avenue", "River Road",
            "Station Road", "Elm Drive", "Bridge Street");
    private static final List<String> TOWNS = List.of("Springfield", "Riverton", "Lakewood", "Fairview", "Milton", "Ashford", "Georgetown");
    private static final List<String> GOODS = List.of(
            "Bread", "Milk", "Coffee", "Green Tea", "Apples", "Bananas", "Orange Juice", "Butter", "Cheese", "Eggs", "Rice", "Pasta",
            "Tomatoes", "Chicken Soup",
            "Notebook", "Pencil", "Soap", "Batteries", "Candles", "Garden Hose", "Paint Brush", "Sandwich", "Lemonade", "Muffin", "Cookies",
            "Honey", "Olive Oil",
            "Light Bulb", "Tape", "Shampoo");
    private static final List<String> PEOPLE = List.of("Anna", "Marco", "Priya", "John", "Sofia", "Daniel", "Emma", "Carlos");
    private static final List<String> MONTHS = List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    /** What is printed, all money in cents. */
    private record Receipt(
            String shop, String address, String phone, String date, String time, String number, String cashier, List<Item> items,
            int taxPercent, String currency, String totalLabel, String subtotalLabel, String taxLabel, boolean cash, int paid) {
        int subtotal() {
            return items.stream().mapToInt(Item::amount).sum();
        }

        int tax() {
            return (subtotal() * taxPercent + 50) / 100;
        }

        int total() {
            return subtotal() + tax();
        }

        String money(int cents) {
            return currency + String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
        }
    }

    private record Item(String name, int quantity, int price) {
        int amount() {
            return quantity * price;
        }
    }

    @Override
    public String kind() {
        return "receipt";
    }

    @Override
    public Drawing draw(long seed) {
        SeededChoice chance = new SeededChoice(seed ^ 0x5ca1ab1eL);
        Receipt receipt = receipt(chance);
        FontFace face = chance.of(
                List.of(FontFace.MONO, FontFace.MONO_BOLD, FontFace.SANS, FontFace.DEJAVU_MONO, FontFace.DEJAVU_CONDENSED, FontFace.SERIF));
        double size = chance.between(17, 24.0);
        boolean quantities = chance.happens(0.5);
        List<Line> lines = lines(receipt, chance, quantities);
        double paperWidth = Math.max(size * 21, lines.stream().mapToDouble(line -> line.width(face, size)).max().orElse(0) + size * 2.5);
        double paperHeight = (lines.size() + 3) * size * 1.5;
        PhotographEffects photograph = new PhotographEffects((int) (paperWidth * 1.12) + 30, (int) (paperHeight * 1.06) + 30);
        photograph.background(chance.near(
                chance.of(List.of(new Color(120, 85, 60), new Color(90, 95, 100), new Color(60, 70, 60), new Color(150, 140, 130))), 15));
        Sheet paper = new Sheet(photograph.graphics(),
                lying(chance, paperWidth, paperHeight, (int) (paperWidth * 1.12) + 30, (int) (paperHeight * 1.06) + 30));
        paper.fill(new Rectangle2D.Double(0, 0, paperWidth, paperHeight), chance.near(new Color(246, 245, 240), 6));
        Color ink = chance.near(new Color(45, 45, 50), 20);
        double y = size * 2.2;
        for (Line line : lines) {
            line.print(paper, face, size, paperWidth, y, ink);
            y += size * 1.5;
        }
        photograph.blur(chance.between(0.0, 0.05));
        photograph.lightAndNoise(chance, chance.between(0.0, 0.2), chance.between(0.0, 6.0));
        return question(chance, seed, photograph.png(), receipt, quantities);
    }

    /** One printed line: left and right part, or a centred text. */
    private record Line(String left, String right, boolean centered, double scale) {
        static Line centered(String text) {
            return new Line(text, "", true, 1);
        }

        static Line pair(String left, String right) {
            return new Line(left, right, false, 1);
        }

        static Line rule() {
            return new Line("", "", false, 1);
        }

        double width(FontFace face, double size) {
            return Lettering.of(face).width(left, size * scale)
                    + (right.isEmpty() ? 0 : Lettering.of(face).width(right, size * scale) + size * 2);
        }

        void print(Sheet paper, FontFace face, double size, double width, double y, Color ink) {
            if (left.isEmpty()) {
                paper.line(size, y - size * 0.35, width - size, y - size * 0.35, 1.3, ink);
            } else if (centered) {
                paper.centered(face, left, width / 2, y, size * scale, ink);
            } else {
                paper.text(face, left, size, y, size * scale, ink);
                paper.right(face, right, width - size, y, size * scale, ink);
            }
        }
    }

    private static Receipt receipt(SeededChoice chance) {
        List<Item> items = new ArrayList<>();
        for (String name : chance.some(GOODS, chance.between(2, 7))) {
            items.add(new Item(name, chance.happens(0.3) ? chance.between(2, 4) : 1, chance.between(45, 2499)));
        }
        int day = chance.between(1, 28);
        int month = chance.between(1, 12);
        int year = chance.between(2019, 2026);
        String date = switch (chance.between(0, 3)) {
            case 0 -> String.format(Locale.ROOT, "%02d/%02d/%d", month, day, year);
            case 1 -> String.format(Locale.ROOT, "%d-%02d-%02d", year, month, day);
            case 2 -> String.format(Locale.ROOT, "%02d.%02d.%d", day, month, year);
            default -> String.format(Locale.ROOT, "%02d %s %d", day, MONTHS.get(month - 1), year);
        };
        Receipt receipt = new Receipt(
                chance.of(SHOPS), chance.between(2, 980) + " " + chance.of(STREETS) + ", " + chance.of(TOWNS),
                String.format(Locale.ROOT, "%03d-555-%04d", chance.between(201, 989), chance.between(100, 9999)), date,
                String.format(Locale.ROOT, "%02d:%02d", chance.between(7, 21), chance.between(0, 59)),
                String.valueOf(chance.between(10000, 999999)),
                chance.of(PEOPLE), items, chance.of(List.of(5, 6, 7, 8, 10, 19, 20)), chance.happens(0.6) ? "$" : "",
                chance.of(List.of("TOTAL", "Total", "Total Amount", "GRAND TOTAL", "Amount Due")),
                chance.of(List.of("Subtotal", "SUBTOTAL", "Sub Total")),
                chance.of(List.of("Tax", "Sales Tax", "VAT", "GST")), chance.happens(0.6), 0);
        int paid = (receipt.total() / 500 + 1) * 500;
        return new Receipt(receipt.shop(), receipt.address(), receipt.phone(), receipt.date(), receipt.time(), receipt.number(),
                receipt.cashier(), items,
                receipt.taxPercent(), receipt.currency(), receipt.totalLabel(), receipt.subtotalLabel(), receipt.taxLabel(), receipt.cash(),
                paid);
    }

    private static List<Line> lines(Receipt receipt, SeededChoice chance, boolean quantities) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(receipt.shop(), "", true, chance.between(1.15, 1.5)));
        lines.add(Line.centered(receipt.address()));
        lines.add(Line.centered("Tel: " + receipt.phone()));
        lines.add(Line.rule());
        if (chance.happens(0.5)) {
            lines.add(Line.pair("Date: " + receipt.date(), receipt.time()));
        } else {
            lines.add(Line.pair("Date", receipt.date()));
            lines.add(Line.pair("Time", receipt.time()));
        }
        lines.add(Line.pair(chance.of(List.of("Receipt No:", "Invoice No.", "Receipt #")), receipt.number()));
        lines.add(Line.pair("Cashier: " + receipt.cashier(), ""));
        lines.add(Line.rule());
        for (Item item : receipt.items()) {
            String name = quantities ? item.quantity() + " x " + item.name() : item.name();
            lines.add(Line.pair(name, receipt.money(item.amount())));
        }
        lines.add(Line.rule());
        lines.add(Line.pair(receipt.subtotalLabel(), receipt.money(receipt.subtotal())));
        lines.add(Line.pair(receipt.taxLabel() + " " + receipt.taxPercent() + "%", receipt.money(receipt.tax())));
        lines.add(new Line(receipt.totalLabel(), receipt.money(receipt.total()), false, chance.between(1.0, 1.25)));
        if (receipt.cash()) {
            lines.add(Line.pair("Cash", receipt.money(receipt.paid())));
            lines.add(Line.pair("Change", receipt.money(receipt.paid() - receipt.total())));
        } else {
            lines.add(Line.pair("Visa ****" + chance.between(1000, 9999), receipt.money(receipt.total())));
        }
        lines.add(Line.rule());
        lines.add(
                Line.centered(chance.of(List.of("Thank you!", "Thank you for shopping with us", "Please come again", "Have a nice day"))));
        return lines;
    }

    private static Projection lying(SeededChoice chance, double paperWidth, double paperHeight, int width, int height) {
        double turn = Math.toRadians(chance.between(-1.6, 1.6));
        double nearer = chance.between(-0.02, 0.02);
        Point2D.Double[] corners = new Point2D.Double[4];
        for (int i = 0; i < 4; i++) {
            double down = i < 2 ? -1 : 1;
            double x = (i == 1 || i == 2 ? 1 : -1) * paperWidth / 2 * (1 + down * nearer);
            double y = down * paperHeight / 2;
            corners[i] = new Point2D.Double(width / 2.0 + x * Math.cos(turn) - y * Math.sin(turn),
                    height / 2.0 + x * Math.sin(turn) + y * Math.cos(turn));
        }
        return new Projection(paperWidth, paperHeight, corners);
    }

    private Drawing question(SeededChoice chance, long seed, byte[] png, Receipt receipt, boolean quantities) {
        Item item = chance.of(receipt.items());
        return switch (chance.between(0, 12)) {
            case 0, 1 -> asked(seed, png, chance.of(List.of("What is the total amount?", "How much is the total?",
                    "What is the total on the receipt?", "How much was paid in total?")), receipt.money(receipt.total()));
            case 2 -> asked(seed, png, chance.of(List.of("What is the subtotal?", "What is the amount before tax?")),
                    receipt.money(receipt.subtotal()));
            case 3 -> asked(seed, png, chance.of(List.of("How much is the tax?", "What is the tax amount?")), receipt.money(receipt.tax()));
            case 4 ->
                asked(seed, png, chance.of(List.of("What is the date on the receipt?", "When was this receipt issued?")), receipt.date());
            case 5 -> asked(seed, png, chance.of(List.of("What is the name of the store?", "Which company issued this receipt?")),
                    receipt.shop());
            case 6 -> asked(seed, png, "What is the address of the store?", receipt.address());
            case 7 -> asked(seed, png, "What is the phone number?", receipt.phone());
            case 8 -> asked(seed, png, "What is the receipt number?", receipt.number());
            case 9 -> asked(seed, png, chance.of(List.of("Who was the cashier?", "What is the name of the cashier?")), receipt.cashier());
            case 10 -> receipt.cash()
                    ? asked(seed, png, "How much change was given?", receipt.money(receipt.paid() - receipt.total()))
                    : asked(seed, png, "What is the time on the receipt?", receipt.time());
            case 11 -> quantities
                    ? asked(seed, png, "How many %s were bought?".formatted(item.name()), String.valueOf(item.quantity()))
                    : asked(seed, png, "What is the price of %s?".formatted(item.name()), receipt.money(item.amount()));
            default -> asked(seed, png, "How much does the %s cost?".formatted(item.name()), receipt.money(item.amount()));
        };
    }

    private Drawing asked(long seed, byte[] png, String question, String answer) {
        return new Drawing(kind(), seed, png, question, answer.startsWith("$") ? List.of(answer, answer.substring(1)) : List.of(answer));
    }
}
