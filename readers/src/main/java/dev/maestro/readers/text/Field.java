package dev.maestro.readers.text;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A piece of information that receipts, invoices and forms have under a label.
 *
 * @param asked    how questions name it
 * @param labels   how papers name it, the most telling first
 * @param excluded words that make a label another one
 */
record Field(String name, Pattern asked, List<String> labels, List<String> excluded, ValueType type) {
    private static final List<String> NOT_TOTAL = List.of(
            "sub", "subtotal", "items", "item", "qty", "quantity", "savings", "saved", "discount", "points", "tax", "vat", "gst", "before",
            "count");

    /** In the order in which a question is tried on them. */
    static final List<Field> ALL = List.of(
            field("subtotal", "sub ?-?total|before (?:the )?(?:sales )?(?:tax|vat|gst)|net (?:amount|total)|without tax", ValueType.MONEY,
                    List.of("subtotal", "sub total", "net amount", "net total", "total before tax", "amount before tax", "total excl tax",
                            "merchandise"),
                    List.of()),
            field("tax rate", "(?:tax|vat|gst) (?:rate|percent)|percent\\w* (?:of )?(?:tax|vat|gst)|rate of (?:tax|vat)", ValueType.PERCENT,
                    List.of("sales tax", "tax", "vat", "gst", "hst"), List.of()),
            field("tax", "\\b(?:tax|vat|gst|hst)\\b(?! (?:id|number|no|invoice|registration))", ValueType.MONEY,
                    List.of("sales tax", "total tax", "tax total", "tax amount", "tax", "vat", "gst", "hst", "service tax"),
                    List.of("id", "no", "reg", "invoice", "number", "before", "excl", "incl", "subtotal", "sub")),
            field("change", "\\bchange\\b", ValueType.MONEY,
                    List.of("change due", "change", "your change", "cash back", "balance returned"), List.of()),
            field("tip", "\\btip\\b|gratuity", ValueType.MONEY, List.of("tip", "gratuity"), List.of()),
            field("discount", "discount|savings|\\bsaved?\\b", ValueType.MONEY,
                    List.of("discount", "you saved", "savings", "total savings", "coupon"), List.of()),
            field("shipping", "shipping|delivery (?:fee|charge|cost)|postage", ValueType.MONEY,
                    List.of("shipping", "delivery", "delivery fee", "postage", "shipping and handling"), List.of("address", "date")),
            field("service charge", "service (?:charge|fee)", ValueType.MONEY,
                    List.of("service charge", "service fee", "service", "svc chg"), List.of("tax")),
            field("cash", "\\bcash\\b(?!ier)|tendered|amount (?:was )?paid|(?:customer|they|he|she) (?:pay|paid|give|gave)",
                    ValueType.MONEY,
                    List.of("cash tendered", "amount tendered", "cash", "tendered", "amount paid", "paid", "payment"), List.of("change")),
            field("item count",
                    "how many (?:items|articles|products)|number of (?:items|articles|products)|total (?:items|quantity|qty)|(?:item|total) count",
                    ValueType.NUMBER,
                    List.of("total items", "items sold", "number of items", "item count", "total qty", "total quantity", "items",
                            "no of items", "qty"),
                    List.of("price", "description")),
            field("total",
                    "\\btotal\\b|amount due|(?:amount|money) (?:payable|to (?:be )?pa(?:y|id))|grand|balance due|(?:spend|spent|pay|paid)\\b|final (?:amount|price)|overall amount|bill amount|how much (?:is|was) the (?:bill|receipt|invoice|purchase)",
                    ValueType.MONEY,
                    List.of("grand total", "total amount due", "total amount", "amount due", "total due", "balance due", "total payable",
                            "amount payable", "net payable", "total to pay",
                            "to pay", "total sales", "invoice total", "order total", "total incl tax", "total", "balance", "amount", "sum"),
                    NOT_TOTAL),
            field("due date", "due (?:date|by|on)|payment due|when .*\\bdue\\b|deadline", ValueType.DATE,
                    List.of("due date", "payment due", "date due", "due by", "pay by", "due"), List.of("amount", "balance", "total")),
            field("expiry date", "expir|best before|valid (?:until|till|thru)|use by", ValueType.DATE,
                    List.of("expiry date", "expiration date", "best before", "expires", "exp", "valid until", "valid thru", "use by"),
                    List.of()),
            field("birth date", "birth|\\bborn\\b", ValueType.DATE, List.of("date of birth", "birth date", "dob", "born"), List.of()),
            field("date", "\\bdate\\b|\\bwhen\\b|what day|which day|issued on", ValueType.DATE,
                    List.of("invoice date", "receipt date", "order date", "transaction date", "bill date", "date of issue", "date", "dated",
                            "issued"),
                    List.of("due", "birth", "expiry", "best")),
            field("time", "\\btime\\b(?! of year)", ValueType.TIME, List.of("time", "at"), List.of()),
            field("fax", "\\bfax\\b", ValueType.PHONE, List.of("fax", "fax no"), List.of()),
            field("phone", "phone|\\btel\\b|telephone|contact number|number to call|mobile", ValueType.PHONE,
                    List.of("phone number", "telephone", "phone", "tel", "tel no", "ph", "call", "contact", "mobile", "cell"),
                    List.of("fax")),
            field("email", "e-?mail", ValueType.EMAIL, List.of("email", "e-mail", "mail"), List.of()),
            field("website", "web ?site|\\burl\\b|web (?:page|address)|internet address|homepage", ValueType.URL,
                    List.of("website", "web", "url", "visit"), List.of()),
            field("cashier", "cashier|served by|\\bserver\\b|\\bclerk\\b|operator|waiter|waitress|who served|salesperson", ValueType.ANY,
                    List.of("cashier", "served by", "server", "clerk", "operator", "staff", "waiter", "salesperson", "your server",
                            "attendant"),
                    List.of()),
            field("customer",
                    "customer(?:'s)? name|name of the (?:customer|client)|bill(?:ed)? to|sold to|who is the (?:customer|client|buyer)|recipient",
                    ValueType.ANY,
                    List.of("customer name", "customer", "bill to", "billed to", "sold to", "client", "buyer", "ship to", "recipient"),
                    List.of("no", "id")));

    private static Field field(String name, String asked, ValueType type, List<String> labels, List<String> excluded) {
        return new Field(name, Pattern.compile(asked), labels, excluded, type);
    }

    static Optional<Field> askedFor(String question) {
        return ALL.stream().filter(field -> field.asked().matcher(question).find()).findFirst();
    }
}
