package dev.maestro.drawings;

import java.util.List;

/** Names and titles for drawn charts. */
final class ChartWords {
    static final List<List<String>> CATEGORIES = List.of(
            List.of("Germany", "France", "Italy", "Spain", "Poland", "Sweden", "Norway", "Greece"),
            List.of("Apples", "Bananas", "Cherries", "Oranges", "Grapes", "Pears", "Plums"),
            List.of("Engineering", "Sales", "Marketing", "Support", "Finance", "Research"),
            List.of("Walking", "Cycling", "Driving", "Train", "Ferry", "Airplane"),
            List.of("Wheat", "Barley", "Maize", "Rice", "Millet", "Oats"),
            List.of("Coffee", "Green tea", "Orange juice", "Milk", "Water", "Cocoa"),
            List.of("Lisbon", "Vienna", "Prague", "Dublin", "Athens", "Warsaw", "Oslo"));
    static final List<List<String>> SERIES = List.of(
            List.of("Men", "Women"), List.of("Urban", "Rural"), List.of("Imports", "Exports"),
            List.of("Product A", "Product B", "Product C"));
    static final List<String> TITLES = List.of(
            "Revenue by segment", "Share of respondents", "Number of visitors", "Average income", "Annual production", "Sales volume",
            "Survey results");

    private ChartWords() {}
}
