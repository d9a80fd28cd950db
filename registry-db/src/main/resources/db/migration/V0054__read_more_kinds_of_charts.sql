-- Charts of more kinds than bars, lines and pies, each with the rules by which it is read. The kind is a
-- choice among these labels; where none is recognised the chart is read as bars.

update skills set plan = jsonb_set(plan, '{steps,1,labels}',
    '["pie chart", "scatter plot", "histogram", "stacked bar chart", "area chart", "radar chart", "box plot", "heat map", "table", "combined chart", "line chart", "other chart", "bar chart"]')
where name = 'Chart_Problem_Solver';

update prompts set template = $t$Decide what kind of chart the image shows.
{{>shared.question}}

{{>part.ocr}}
{{>shared.evidence_rule}}

Look at the image first and use the text only as support; if the text is garbled, judge by the shapes.
- bar chart: bars whose length carries the value, each series a bar of its own, outlined or filled, upright or lying.
- stacked bar chart: bars made of parts that lie on one another.
- histogram: bars without gaps over ranges of one quantity.
- line chart: points joined by lines. area chart: the area under a line is filled.
- pie chart: sectors of a disc or a ring.
- scatter plot: single points or bubbles between two axes.
- radar chart: axes that go out from one centre.
- box plot: boxes with a median line and whiskers.
- heat map: cells whose colour carries the value.
- table: rows and columns of printed values.
- combined chart: two or more of these in one plot, such as bars with a line.
- other chart: none of these.
Reply with exactly one of: bar chart, stacked bar chart, histogram, line chart, area chart, pie chart, scatter plot, radar chart, box plot, heat map, table, combined chart, other chart$t$
where profile = 'default' and name = 'chart.type';

insert into prompts (profile, name, template) values
('default', 'chart.answer.stacked_bar_chart', $t${{>chart.general}}
- Each bar is one category; each part of it, by its colour, one series; the legend names the parts.
- A part's value is its own length: where it ends less where it begins. Only the part at the axis begins at zero.
- The whole bar's length is the sum of its parts. When bars all reach 100 percent, parts are shares.
- Take printed numbers where there are any, and check that parts add up to the total.

{{>chart.finish}}$t$),
('default', 'chart.answer.histogram', $t${{>chart.general}}
- Each bar stands for a range of one quantity, from its left edge to its right edge, not for a name.
- Its height is how many (or which share) fall into the range. Read the ranges off the axis below.
- Add up bars for a wider range; how it looks within one bar cannot be told.

{{>chart.finish}}$t$),
('default', 'chart.answer.area_chart', $t${{>chart.general}}
- Each filled band is a series; its colour is named by the legend or by text in the band.
- If bands lie on one another, a series' value is the thickness of its band at that x position, not the height of its upper edge. If they overlap from one base line, it is the height.
- Decide which of the two it is before you read: stacked bands never cross.

{{>chart.finish}}$t$),
('default', 'chart.answer.scatter_plot', $t${{>chart.general}}
- Each point has two values: read x straight below it and y straight beside it.
- Groups differ by colour or shape of the marks; in a bubble chart size carries a third value.
- Count marks one by one. For a trend look at the cloud as a whole; an outlier is a point far from it.

{{>chart.finish}}$t$),
('default', 'chart.answer.radar_chart', $t${{>chart.general}}
- Each axis that goes out from the centre is one quantity, named at its end; each closed line of one colour is a series.
- A value is the distance from the centre along its axis: count the rings and read their scale.
- Compare series axis by axis, not by the area they enclose.

{{>chart.finish}}$t$),
('default', 'chart.answer.box_plot', $t${{>chart.general}}
- The line in a box is the median, its edges are the lower and the upper quartile, the whiskers end at the smallest and largest usual value, and single points beyond are outliers.
- The height of the box is the spread of the middle half.
- Read each of these off the value axis; do not take the middle of the box for the median.

{{>chart.finish}}$t$),
('default', 'chart.answer.heat_map', $t${{>chart.general}}
- Each cell belongs to one row label and one column label; find both before you read.
- A number printed in the cell is its value. Otherwise compare its colour with the scale beside the map.
- Say which end of the scale is high before you compare cells.

{{>chart.finish}}$t$),
('default', 'chart.answer.table', $t${{>chart.general}}
- Find the row by its first cell and the column by its head; the value stands where they meet.
- Mind merged heads, units and notes in heads, and rows that are totals of others.
- For sums, differences and extremes list the values you use first.

{{>chart.finish}}$t$),
('default', 'chart.answer.combined_chart', $t${{>chart.general}}
- Say which series is drawn as bars and which as a line or area, by the legend.
- With two value axes find out, by colour or title, which one each series is read against. Never read a series off the other's axis.
- Then read each series by the rules of its own kind.

{{>chart.finish}}$t$);
