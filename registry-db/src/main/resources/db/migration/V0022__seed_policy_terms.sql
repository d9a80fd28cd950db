-- Which Level-1 skill a question is for: what the policy without a model goes by. Read by the router
-- "policy", scored as the routers' own terms are.

insert into routing_terms (profile, router, leaf, term, match, weight, bonus_group)
select 'default', 'policy', leaf, term, match, weight, bonus_group
from (values
    ('Chart_Problem_Solver', 'word', 6, '', array[
        'bar chart', 'pie chart', 'line chart', 'bar graph', 'line graph', 'pie graph', 'stacked bar', 'histogram',
        'x-axis', 'y-axis', 'x axis', 'y axis', 'in the chart', 'in the graph', 'in this chart', 'in this graph',
        'the chart', 'the graph', 'the plot', 'scatter plot', 'according to the chart']),
    ('Chart_Problem_Solver', 'word', 5, '', array[
        'chart', 'graph', 'bar', 'slice', 'pie', 'axis', 'legend', 'tallest bar', 'shortest bar', 'ranked',
        'percentage point']),
    ('Chart_Problem_Solver', 'word', 4, '', array[
        'percent', 'percentage', 'share', 'trend', 'growth', 'quarter', 'median', 'average', 'peak', 'ratio',
        'sum of', 'difference between', 'highest value', 'lowest value', 'increase', 'decrease', 'increased',
        'decreased', 'rank', 'category', 'categories', 'data series', 'respondents', 'sales', 'revenue',
        'higher than', 'lower than', 'plotted', 'value of']),
    ('Chart_Problem_Solver', 'word', 3, '', array[
        'highest', 'lowest', 'largest', 'smallest', 'value', 'plot', 'million', 'billion', 'compared to', 'combined',
        'maximum', 'minimum', 'most', 'least', 'january', 'february', 'march', 'april', 'june', 'july', 'august',
        'september', 'october', 'november', 'december', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday',
        'saturday', 'sunday']),
    ('Chart_Problem_Solver', 'prefix', 3, '', array[
        'year']),
    ('Counting_Problem_Solver', 'word', 7, '', array[
        'how many', 'number of', 'count', 'count the', 'how many people', 'how many objects', 'how many items',
        'how many cars', 'how many animals']),
    ('Counting_Problem_Solver', 'word', 2, '', array[
        'total number', 'altogether', 'in total', 'counting']),
    ('ocr_problem_solver', 'word', 7, '', array[
        'what is written', 'what does the sign say', 'sign say', 'sign says', 'does it say', 'text say',
        'written on', 'read the text', 'the text', 'transcribe', 'latex', 'total amount', 'receipt', 'invoice',
        'amount due', 'grand total', 'formula in the image', 'license plate', 'number plate', 'due date',
        'nutrition facts', 'per serving', 'subtotal', 'total price', 'total cost', 'who wrote', 'author of',
        'title of']),
    ('ocr_problem_solver', 'word', 5, '', array[
        'text', 'written', 'receipt total', 'sign', 'cashier', 'author', 'title', 'menu', 'document', 'letterhead',
        'shop name', 'store', 'street name', 'brand', 'label', 'printed', 'heading', 'expression in the image',
        'handwritten', 'address', 'phone number', 'company', 'calories', 'protein', 'sodium', 'ingredient', 'book',
        'magazine', 'newspaper', 'billboard', 'poster', 'banner', 'logo', 'word', 'phrase']),
    ('ocr_problem_solver', 'word', 4, '', array[
        'read', 'date', 'total', 'price', 'cost', 'number on the', 'name of the shop', 'name of the store',
        'name on', 'issued', 'paid', 'vat', 'tax', 'say', 'page', 'calendar', 'website', 'email']),
    ('Diagram_Reasoning_Skill', 'word', 9, '', array[
        'touching each other', 'circles touch', 'circles overlap', 'circles overlapping', 'circles intersect',
        'overlapping circles', 'two circles', 'rows and columns', 'columns and rows', 'how many rows',
        'how many columns', 'number of rows', 'number of columns', 'row and column', 'intersection point',
        'how many intersections', 'number of intersections', 'lines intersect', 'lines cross', 'paths cross',
        'how many crossings', 'number of crossings', 'how many times do the lines', 'blue and red lines',
        'red and blue lines', 'single-color path', 'single-colored path', 'single color path', 'one-colored route',
        'subway map', 'metro map', 'which letter is circled', 'what letter is circled', 'circled letter',
        'circled character', 'highlighted letter', 'highlighted character', 'being circled', 'red oval',
        'which letter is highlighted', 'how many circles', 'how many squares', 'how many pentagons',
        'how many triangles', 'how many hexagons', 'how many polygons', 'how many shapes', 'how many rings',
        'nested squares', 'count the circles', 'count the squares', 'count the pentagons', 'count the triangles',
        'number of circles', 'number of squares', 'number of pentagons', 'number of triangles', 'size of the grid']),
    ('Diagram_Reasoning_Skill', 'word', 6, '', array[
        'overlapping', 'overlap', 'intersect', 'intersection', 'crossing', 'circled', 'encircled', 'pentagon',
        'hexagon', 'nested', 'grid', 'concentric', 'which letter', 'which character', 'polyline', 'paths from',
        'routes from', 'path from', 'route from', 'paths go from', 'routes go from', 'paths lead from']),
    ('Diagram_Reasoning_Skill', 'word', 4, '', array[
        'touch', 'touching', 'cross', 'row', 'column', 'cell', 'route', 'polygon', 'circle', 'path', 'station']),
    ('Perception_Problem_Solver', 'word', 4, '', array[
        'what color', 'what colour', 'which color', 'which colour', 'color of', 'colour of', 'where is', 'where are',
        'left of', 'right of', 'to the left of', 'to the right of', 'in the background', 'in the foreground',
        'wearing', 'holding', 'what is the person', 'what is the man', 'what is the woman', 'what kind of',
        'what type of', 'is there a', 'are there any', 'made of', 'material', 'what is on', 'on top of',
        'in front of', 'next to', 'what shape']),
    ('Perception_Problem_Solver', 'word', 2, '', array[
        'color', 'colour', 'left', 'right', 'behind', 'above', 'below', 'between', 'largest object',
        'smallest object', 'object', 'shape', 'bigger', 'smaller', 'visible', 'picture', 'scene', 'person', 'man',
        'woman', 'dog', 'cat', 'animal', 'describe']),
    ('Geometric_Problem_Solver', 'word', 6, '', array[
        'triangle abc', 'right triangle', 'hypotenuse', 'isosceles', 'equilateral', 'parallelogram', 'trapezoid',
        'rhombus', 'quadrilateral', 'circumference', 'perimeter', 'area of the', 'find the area', 'angle abc',
        'measure of angle', 'find the measure', 'congruent', 'similar triangles', 'perpendicular', 'bisector',
        'inscribed', 'circumscribed', 'tangent to', 'diameter', 'radius', 'chord', 'arc', 'cosine', 'sine',
        'degrees', 'find x', 'find the value of x', 'value of x', 'volume of', 'surface area']),
    ('Geometric_Problem_Solver', 'word', 4, '', array[
        'angle', 'geometry', 'theorem', 'prove', 'triangle', 'parallel', 'length of', 'midpoint', 'vertex',
        'vertices', 'side length', 'solve for x', 'cone', 'cylinder', 'sphere', 'prism', 'polygon', 'segment']),
    ('Science_Problem_Solver', 'word', 6, '', array[
        'photosynthesis', 'microscopy', 'microscope', 'x-ray', 'ct scan', 'mri', 'radiograph', 'histology',
        'pathology', 'medical', 'diagnosis', 'tumor', 'lesion', 'lung', 'organ', 'molecule', 'chemical', 'chemistry',
        'biology', 'physics', 'geology', 'ecosystem', 'food chain', 'food web', 'species', 'cell membrane',
        'mitochondria', 'nucleus', 'protein structure', 'circuit', 'voltage', 'magnet', 'planet', 'solar system',
        'earth''s', 'atmosphere', 'tectonic', 'satellite image', 'precipitation', 'climate', 'specimen', 'bacteria',
        'tissue', 'fossil']),
    ('Science_Problem_Solver', 'word', 3, '', array[
        'experiment', 'hypothesis', 'energy', 'force', 'temperature', 'organism', 'plant', 'scientific', 'science',
        'velocity', 'acceleration', 'reaction', 'brain', 'heart', 'liver', 'kidney', 'chest', 'abdomen']),
    ('Code_Problem_Solver', 'word', 7, '', array[
        'write a function', 'python', 'complete the function', 'implement', 'write code', 'source code', 'unit test',
        'def', 'javascript', 'java', 'program that', 'write a program', 'code that']),
    ('Code_Problem_Solver', 'word', 5, '', array[
        'function', 'code', 'algorithm', 'program', 'return the', 'programming', 'script', 'class method']),
    ('Code_Problem_Solver', 'word', 0, 'other', array[
        'postal code', 'zip code', 'qr code', 'dress code', 'area code', 'bar code', 'barcode']),
    ('Embodied_Scene_QA_Skill', 'word', 7, '', array[
        'robot', 'robot arm', 'gripper', 'end effector', 'end-effector', 'manipulator', 'robotic', 'trajectory',
        'next action', 'follow the arrow', 'arrow tip', 'humanoid', 'task completion', 'closest to completing',
        'camera view', 'another view', 'first image', 'second image', 'in image 1', 'in image 2', 'which image']),
    ('Embodied_Scene_QA_Skill', 'word', 4, '', array[
        'rotate', 'clockwise', 'counterclockwise', 'align', 'adjust', 'insert', 'grasp', 'pick up', 'drawer',
        'hinge', 'knob', 'mechanism', 'which part', 'which point', 'same point', 'corresponding point',
        'corresponds', 'follow the path', 'along the path', 'move left', 'move right', 'move up', 'move down',
        'viewpoint', 'embodied'])
) as rows (leaf, match, weight, bonus_group, terms)
cross join unnest(terms) as term;
