-- Which leaf a text speaks for. The reference profile holds the reference system's tables: every term
-- anywhere in the text, one point each, and bonuses that count once for a group of terms.

-- ---------------------------------------------------------------- reference: Embodied_Scene_QA_Skill

insert into routing_terms (profile, router, leaf, term, match, weight, bonus_group)
select 'reference', 'Embodied_Scene_QA_Skill', leaf, term, 'substring', weight, bonus_group
from (values
    ('ERQA_Trajectory_Outcome_Solver', 1, '', array['trajectory', 'path', 'follow the line', 'follow the trajectory', 'follow the arrow', 'along the arrow',
        'along the path', 'move along', 'colored path', 'colored trajectory', 'trace']),
    ('ERQA_Pointing_Localization_Solver', 1, '', array['point', 'dot', 'coordinate', 'labeled', 'label', 'marker', 'arrow tip', 'which location', 'which part',
        'edge', 'surface', 'corner', 'pixel']),
    ('ERQA_Multi_View_Task_Solver', 1, '', array['image 1', 'image 2', 'image 3', 'image 4', 'first image', 'second image', 'third image', 'fourth image',
        'same point', 'same part', 'same corner', 'same object', 'same handle', 'correspond', 'corresponding',
        'other image', 'another view', 'multi-view', 'multiple images', 'which image', 'closest to completing',
        'task state', 'task completion']),
    ('ERQA_Action_Adjustment_Solver', 1, '', array['adjust', 'align', 'correction', 'corrective', 'move left', 'move right', 'move up', 'move down', 'rotate',
        'clockwise', 'counterclockwise', 'gripper', 'end effector', 'insert', 'fit back', 'reposition', 'next action',
        'smallest motion']),
    ('ERQA_Spatial_Mechanics_Solver', 1, '', array['left', 'right', 'front', 'behind', 'back', 'top', 'bottom', 'inside', 'outside', 'between', 'nearest',
        'closest', 'farthest', 'relative position', 'hinge', 'handle', 'drawer', 'knob', 'mechanism', 'open', 'closed']),
    ('ERQA_Pointing_Localization_Solver', 2, 'transfer', array['same point', 'same part', 'same corner', 'correspond']),
    ('ERQA_Multi_View_Task_Solver', 2, 'compare', array['which image', 'closest to completing', 'task state']),
    ('ERQA_Trajectory_Outcome_Solver', 2, 'way', array['trajectory', 'follow', 'path', 'arrow']),
    ('ERQA_Action_Adjustment_Solver', 2, 'motion', array['move left', 'move right', 'move up', 'move down', 'rotate', 'align'])
) as rows (leaf, weight, bonus_group, terms)
cross join unnest(terms) as term;

-- ---------------------------------------------------------------- reference: ocr_problem_solver

insert into routing_terms (profile, router, leaf, term, match, weight, bonus_group)
select 'reference', 'ocr_problem_solver', leaf, term, 'substring', weight, bonus_group
from (values
    ('OCRBench_Formula_Recognition_Skill', 1, '', array['latex format', 'expression of the formula', 'formula in the image', 'equation', 'expression']),
    ('OCRBench_Key_Information_Extraction_Skill', 1, '', array['total amount', 'receipt', 'issued', 'company', 'per 100g/ml', 'per serving', 'value for', 'nutrition',
        'protein', 'sodium', 'calories', 'total fat', 'invoice', 'address', 'date']),
    ('OCRBench_Document_Chart_QA_Skill', 1, '', array['chart', 'table', 'graph', 'calendar', 'book', 'author', 'title', 'year', 'percentage', 'export value',
        'national debt', 'million', 'population', 'country']),
    ('OCRBench_Scene_Text_QA_Skill', 1, '', array['boat', 'shirt', 'store', 'sign', 'street', 'shop', 'white illuminated letters', 'on the woman''s shirt',
        'on the man''s shirt', 'name of this', 'what store', 'what is written on']),
    ('OCRBench_Text_Recognition_Skill', 1, '', array['what is written in the image', 'what is the number in the image']),
    ('OCRBench_Formula_Recognition_Skill', 3, 'formula', array['latex', 'formula']),
    ('OCRBench_Text_Recognition_Skill', 3, 'whole', array['what is written in the image', 'what is the number in the image']),
    ('OCRBench_Key_Information_Extraction_Skill', 3, 'field', array['total amount', 'per 100g/ml', 'per serving', 'issued', 'company']),
    ('OCRBench_Document_Chart_QA_Skill', 2, 'document', array['book', 'author', 'title', 'calendar', 'chart', 'graph', 'table']),
    ('OCRBench_Scene_Text_QA_Skill', 2, 'object', array['shirt', 'boat', 'store', 'sign', 'written on', 'name of this'])
) as rows (leaf, weight, bonus_group, terms)
cross join unnest(terms) as term;

-- ---------------------------------------------------------------- reference: Diagram_Reasoning_Skill

insert into routing_terms (profile, router, leaf, term, match, weight, bonus_group)
select 'reference', 'Diagram_Reasoning_Skill', leaf, term, 'substring', weight, bonus_group
from (values
    ('Highlighted_Character_Recognition_Skill', 1, '', array['which letter is being circled', 'which character is being highlighted', 'red oval', 'being circled',
        'being highlighted']),
    ('Grid_Structure_Parsing_Skill', 1, '', array['rows and columns', 'row,column', 'table', 'rows={', 'columns={']),
    ('Circle_Contact_and_Overlap_Judge_Skill', 1, '', array['overlapping', 'touching each other', 'two circles']),
    ('Intersection_and_Route_Counting_Skill', 1, '', array['blue and red lines', 'intersection points', 'touch each other', 'single-color paths', 'single-color path',
        'one-colored routes', 'one-colored route', 'go from ', 'routes that go from', 'paths go from']),
    ('Geometric_Shape_Counting_Skill', 1, '', array['how many circles', 'count the circles', 'count the pentagons', 'how many pentagons', 'how many squares',
        'count total number of squares', 'count the number of squares']),
    ('Highlighted_Character_Recognition_Skill', 3, 'which', array['which letter', 'which character']),
    ('Grid_Structure_Parsing_Skill', 3, 'grid', array['rows and columns', '(row,column)']),
    ('Circle_Contact_and_Overlap_Judge_Skill', 3, 'contact', array['overlapping', 'touching each other']),
    ('Intersection_and_Route_Counting_Skill', 3, 'lines', array['intersection points', 'blue and red lines']),
    ('Intersection_and_Route_Counting_Skill', 3, 'routes', array['single-color', 'one-colored']),
    ('Geometric_Shape_Counting_Skill', 3, 'count', array['how many circles', 'count the pentagons', 'how many pentagons', 'how many squares',
        'count total number of squares'])
) as rows (leaf, weight, bonus_group, terms)
cross join unnest(terms) as term;

-- The default profile reads words, not letters: terms match whole words (a plural or possessive ending
-- allowed) or beginnings of words, and of terms that lie inside one another only the longest counts, so
-- that "arrow tip" is no arrow and "two circles" no circle to be counted. Terms of weight 0 take a
-- phrase out of consideration: "Answer with a letter" asks for no letter in the picture. Weights: 1 and 2
-- hints, 3 and 4 a word that belongs to one leaf, 5 and more a phrase that settles it.

-- ---------------------------------------------------------------- default: Embodied_Scene_QA_Skill

insert into routing_terms (profile, router, leaf, term, match, weight, bonus_group)
select 'default', 'Embodied_Scene_QA_Skill', leaf, term, match, weight, bonus_group
from (values
    ('ERQA_Trajectory_Outcome_Solver', 'word', 4, '', array[
        'line lead', 'arrow lead', 'line go', 'arrow go', 'dashed line', 'dotted line', 'drawn line']),
    ('ERQA_Trajectory_Outcome_Solver', 'word', 6, '', array[
        'follow the line', 'follow the trajectory', 'follow the arrow', 'follow the path', 'follows the trajectory',
        'follows the path', 'follows the arrow', 'follows the line', 'following the trajectory',
        'following the path', 'following the arrow', 'following the line', 'along the arrow', 'along the path',
        'along the line', 'along the trajectory', 'along the curve', 'pushed along', 'moved along', 'moves along',
        'move along', 'slides along', 'colored path', 'coloured path', 'colored trajectory', 'coloured trajectory',
        'which path', 'which trajectory', 'which route', 'planned motion', 'planned path', 'drawn path']),
    ('ERQA_Trajectory_Outcome_Solver', 'word', 5, '', array[
        'trajectory', 'trajectories', 'path', 'pathway', 'waypoint']),
    ('ERQA_Trajectory_Outcome_Solver', 'word', 4, '', array[
        'trace', 'tracing', 'route', 'line shows', 'end up', 'ends up', 'ended up']),
    ('ERQA_Trajectory_Outcome_Solver', 'word', 3, '', array[
        'arrow', 'follow', 'following', 'curve', 'where does it end', 'final position', 'along']),
    ('ERQA_Trajectory_Outcome_Solver', 'word', 0, 'form', array[
        'of the following', 'the following', 'following options', 'following question', 'followed by']),
    ('ERQA_Pointing_Localization_Solver', 'word', 6, '', array[
        'arrow tip', 'tip of the arrow', 'arrow''s tip', 'arrow point at', 'arrow pointing at', 'arrow pointing to',
        'pointing at', 'pointing to', 'point to', 'points to', 'points at', 'same point', 'which point', 'which dot',
        'which marker', 'marked location', 'marked point', 'labeled point', 'labelled point', 'point on']),
    ('ERQA_Pointing_Localization_Solver', 'word', 5, '', array[
        'arrowhead', 'arrow head', 'same part', 'same corner', 'which location', 'which part', 'which spot',
        'where exactly', 'pinpoint', 'pixel coordinate']),
    ('ERQA_Pointing_Localization_Solver', 'word', 4, 'mark', array[
        'point', 'dot', 'marker', 'coordinate', 'pixel', 'label', 'labeled', 'labelled', 'marked']),
    ('ERQA_Pointing_Localization_Solver', 'word', 3, '', array[
        'spot', 'locate', 'localize', 'localise', 'location']),
    ('ERQA_Pointing_Localization_Solver', 'word', 2, '', array[
        'edge', 'surface', 'corner', 'rim', 'tip']),
    ('ERQA_Pointing_Localization_Solver', 'prefix', 1, '', array[
        'correspond']),
    ('ERQA_Pointing_Localization_Solver', 'word', 0, 'other', array[
        'point of view', 'power point', 'at this point', 'starting point', 'label maker']),
    ('ERQA_Multi_View_Task_Solver', 'word', 6, '', array[
        'closest to completing', 'closest to completion', 'which image', 'which picture', 'which view',
        'which frame', 'which photo', 'which of the images', 'which of these images', 'which of the pictures',
        'task completion', 'multi-view', 'multiview', 'order of the images', 'chronological']),
    ('ERQA_Multi_View_Task_Solver', 'word', 5, '', array[
        'task state', 'state of the task', 'completing the task', 'complete the task', 'progress of the task',
        'another view', 'other view', 'different view', 'two views', 'both views', 'these views', 'multiple views',
        'several views', 'multiple images', 'two images', 'both images', 'these images', 'two pictures',
        'both pictures', 'different angle', 'other angle', 'before and after', 'same scene', 'camera view',
        'camera angle']),
    ('ERQA_Multi_View_Task_Solver', 'word', 4, '', array[
        'same object', 'same handle', 'other image', 'other picture', 'left image', 'right image', 'last frame',
        'first frame', 'earlier image', 'later image', 'across the images', 'across images', 'between the images',
        'in the images', 'happened first', 'happens first', 'comes first', 'comes last']),
    ('ERQA_Multi_View_Task_Solver', 'word', 3, '', array[
        'first image', 'second image', 'third image', 'fourth image', 'last image', 'first picture',
        'second picture', 'third picture', 'same point', 'viewpoint', 'view', 'images', 'pictures', 'photos', 'frames']),
    ('ERQA_Multi_View_Task_Solver', 'prefix', 7, '', array[
        'correspond']),
    ('ERQA_Multi_View_Task_Solver', 'word', 4, 'numbered', array[
        'image 1', 'image 2', 'image 3', 'image 4', 'image 5', 'image 6', 'image a', 'image b']),
    ('ERQA_Multi_View_Task_Solver', 'word', 2, '', array['same part', 'same corner']),
    ('ERQA_Action_Adjustment_Solver', 'word', 6, '', array[
        'next action', 'which action', 'what action', 'which motion', 'what motion', 'which movement',
        'what movement', 'smallest motion', 'what should the robot do', 'what should the gripper do',
        'how should the robot', 'how should the gripper', 'how should the arm', 'should the robot move',
        'should the gripper move', 'should the arm move', 'robot need to move', 'gripper need to move',
        'needs to move', 'need to move', 'what adjustment', 'which adjustment']),
    ('ERQA_Action_Adjustment_Solver', 'word', 5, 'motion', array[
        'move left', 'move right', 'move up', 'move down', 'move forward', 'move backward', 'move forwards',
        'move backwards', 'move closer', 'move away', 'move it', 'clockwise', 'counterclockwise',
        'counter-clockwise', 'anticlockwise', 'to the left or to the right', 'tilt', 'turn left', 'turn right',
        'raise', 'lower the']),
    ('ERQA_Action_Adjustment_Solver', 'prefix', 5, 'motion', array[
        'rotat']),
    ('ERQA_Action_Adjustment_Solver', 'prefix', 5, '', array[
        'adjust', 'realign', 'align', 'misalign', 'reposition', 'reorient', 'correction', 'corrective']),
    ('ERQA_Action_Adjustment_Solver', 'word', 5, '', array[
        'which direction should', 'in what direction should', 'fit back', 'next step', 'next move', 'fix the grasp',
        'better grasp', 'line up']),
    ('ERQA_Action_Adjustment_Solver', 'prefix', 4, '', array[
        'insert']),
    ('ERQA_Action_Adjustment_Solver', 'word', 3, '', array[
        'end effector', 'end-effector', 'should move', 'turn', 'wrist']),
    ('ERQA_Action_Adjustment_Solver', 'word', 1, '', array[
        'gripper', 'grasp', 'grip', 'pick up']),
    ('ERQA_Spatial_Mechanics_Solver', 'word', 4, '', array[
        'relative position', 'to the left of', 'to the right of', 'left of', 'right of', 'in front of', 'on top of',
        'next to', 'underneath', 'closest to', 'nearest to', 'farthest from', 'furthest from', 'mechanism', 'hinge',
        'how does it open', 'which way does', 'which direction does', 'open or closed', 'opened or closed']),
    ('ERQA_Spatial_Mechanics_Solver', 'word', 2, '', array[
        'left', 'right', 'front', 'behind', 'back', 'top', 'bottom', 'inside', 'outside', 'between', 'nearest',
        'closest', 'farthest', 'furthest', 'above', 'below', 'under', 'beside', 'near', 'handle', 'drawer', 'knob',
        'open', 'opened', 'opens', 'close', 'closed', 'closes', 'lid', 'latch', 'lever', 'button', 'switch', 'door',
        'far', 'distance', 'reach', 'heavier', 'taller', 'larger', 'smaller', 'bigger', 'support', 'supported',
        'stack', 'stacked', 'slide', 'swing', 'adjacent']),
    ('ERQA_Spatial_Mechanics_Solver', 'word', 0, 'other', array[
        'right now', 'all right', 'back and forth', 'front page', 'stop sign'])
) as rows (leaf, match, weight, bonus_group, terms)
cross join unnest(terms) as term;

-- ---------------------------------------------------------------- default: ocr_problem_solver

insert into routing_terms (profile, router, leaf, term, match, weight, bonus_group)
select 'default', 'ocr_problem_solver', leaf, term, match, weight, bonus_group
from (values
    ('OCRBench_Document_Chart_QA_Skill', 'word', 1, '', array['published']),
    ('OCRBench_Document_Chart_QA_Skill', 'word', 6, '', array['author', 'calendar']),
    ('OCRBench_Text_Recognition_Skill', 'word', 5, '', array['transcribe']),
    ('OCRBench_Formula_Recognition_Skill', 'word', 10, '', array['chemical formula']),
    ('OCRBench_Formula_Recognition_Skill', 'word', 7, '', array[
        'latex', 'formula', 'formulae', 'latex format', 'latex code', 'expression of the formula',
        'formula in the image', 'handwritten formula', 'mathematical formula', 'math formula']),
    ('OCRBench_Formula_Recognition_Skill', 'word', 6, '', array[
        'equation', 'mathematical expression', 'math expression', 'algebraic expression', 'handwritten expression',
        'handwritten equation', 'expression in the image', 'expression shown', 'mathematical notation']),
    ('OCRBench_Formula_Recognition_Skill', 'word', 4, '', array[
        'integral', 'square root', 'inequality', 'polynomial']),
    ('OCRBench_Formula_Recognition_Skill', 'word', 3, '', array[
        'expression', 'fraction', 'exponent', 'mathematical', 'solve for', 'math']),
    ('OCRBench_Formula_Recognition_Skill', 'word', 0, 'other', array[
        'facial expression', 'expression on his face', 'expression on her face', 'look on']),
    ('OCRBench_Key_Information_Extraction_Skill', 'word', 6, '', array[
        'total amount', 'amount due', 'grand total', 'total price', 'total cost', 'total due', 'amount paid',
        'invoice number', 'receipt number', 'per 100g/ml', 'per 100g', 'per 100 g', 'per 100ml', 'per serving',
        'serving size', 'nutrition facts', 'nutrition label', 'due date', 'expiry date', 'expiration date',
        'date of issue', 'invoice date', 'value for']),
    ('OCRBench_Key_Information_Extraction_Skill', 'word', 5, '', array[
        'receipt', 'invoice', 'company', 'issued', 'subtotal', 'nutrition', 'nutritional', 'cashier', 'tax amount',
        'amount of tax', 'how much was paid', 'how much did the customer', 'total on the']),
    ('OCRBench_Key_Information_Extraction_Skill', 'word', 4, '', array[
        'total fat', 'saturated fat', 'protein', 'sodium', 'calorie', 'carbohydrate', 'vitamin', 'sugars', 'fibre',
        'fiber', 'cholesterol', 'payment', 'paid', 'bill', 'vat', 'gst', 'vendor', 'supplier', 'customer',
        'order number', 'account number', 'policy number', 'form number', 'ingredient', 'portion', 'date',
        'the date', 'total', 'postal code', 'zip code', 'kcal', 'potassium', 'calcium', 'sugar']),
    ('OCRBench_Key_Information_Extraction_Skill', 'word', 3, '', array[
        'address', 'tax', 'amount', 'purchase', 'seller', 'item', 'fat', 'salt', 'unit price', 'discount', 'signed',
        'applicant', 'patient name']),
    ('OCRBench_Key_Information_Extraction_Skill', 'word', 0, 'other', array[
        'up to date', 'out of date']),
    ('OCRBench_Document_Chart_QA_Skill', 'word', 5, '', array[
        'bar chart', 'pie chart', 'line chart', 'bar graph', 'line graph', 'flow chart', 'x-axis', 'y-axis',
        'day of the week', 'written by', 'who wrote', 'author of', 'title of', 'table of contents', 'national debt',
        'export value', 'infographic']),
    ('OCRBench_Document_Chart_QA_Skill', 'word', 4, '', array[
        'chart', 'table', 'graph', 'book', 'textbook', 'title', 'axis', 'legend', 'novel',
        'magazine', 'newspaper', 'article', 'comic', 'document', 'page', 'paragraph', 'heading', 'genre',
        'publisher', 'edition', 'slide', 'report', 'letterhead', 'survey', 'respondent', 'statistic', 'spreadsheet',
        'essay', 'chapter', 'cookbook', 'handbook', 'encyclopedia']),
    ('OCRBench_Document_Chart_QA_Skill', 'word', 3, '', array[
        'percentage', 'percent', 'population', 'country', 'countries', 'figure', 'column', 'row', 'section',
        'diagram', 'highest value', 'lowest value', 'trend', 'gdp', 'export', 'import', 'caption',
        'month', 'headline']),
    ('OCRBench_Document_Chart_QA_Skill', 'prefix', 2, '', array[
        'year']),
    ('OCRBench_Document_Chart_QA_Skill', 'word', 2, '', array[
        'million', 'billion', 'share', 'average', 'growth', 'difference between', 'compared to', 'february',
        'january', 'october', 'november', 'december']),
    ('OCRBench_Scene_Text_QA_Skill', 'word', 6, '', array[
        'on the woman''s shirt', 'on the man''s shirt', 'what is written on', 'what does the sign say', 'sign say',
        'sign says', 'stop sign', 'street sign', 'road sign', 'traffic sign', 'what store', 'name of the store',
        'name of the shop', 'white illuminated letters', 'license plate', 'number plate', 'storefront', 'billboard',
        'neon sign', 'shop sign', 'written on']),
    ('OCRBench_Scene_Text_QA_Skill', 'word', 5, '', array[
        'written across', 'printed on', 'painted on', 'text on the', 'words on the', 'word on the', 'name on the',
        'number on the', 'letters on the', 'name of the street', 'name of the restaurant', 'name of the hotel',
        'name of the bakery', 'name of the the', 'name of this']),
    ('OCRBench_Scene_Text_QA_Skill', 'word', 4, '', array[
        'boat', 'shirt', 't-shirt', 'store', 'sign', 'signboard', 'shop', 'street', 'jersey', 'bus', 'train',
        'truck', 'taxi', 'banner', 'poster', 'logo', 'brand', 'building', 'bakery', 'cafe', 'restaurant', 'hotel',
        'jacket', 'awning', 'flag', 'airplane', 'bottle', 'illuminated', 'signpost', 'scoreboard', 'graffiti',
        'plaque', 'ship', 'van']),
    ('OCRBench_Scene_Text_QA_Skill', 'word', 3, '', array[
        'station', 'menu', 'door', 'window', 'wall', 'board', 'package', 'packaging', 'can', 'hat', 'cap', 'mug',
        'car', 'screen', 'advertisement', 'road', 'advert', 'player', 'flavor', 'bag', 'coat', 'sticker', 'cup']),
    ('OCRBench_Text_Recognition_Skill', 'word', 8, '', array[
        'what is written in the image', 'what is the number in the image', 'what is written in this image',
        'what is written in the picture', 'what number is in the image', 'number in the picture']),
    ('OCRBench_Text_Recognition_Skill', 'word', 6, '', array[
        'text in the image', 'text in the picture', 'text in this image', 'text in this picture', 'text shown in',
        'words in the image', 'word in the image', 'word in the picture', 'word shown in', 'characters in the image',
        'what does the image say', 'what does the picture say', 'what does the text say', 'read the text',
        'recognize the text', 'recognise the text', 'transcribe the text', 'read out',
        'write out the text', 'artistic text', 'irregular font', 'digit string', 'handwritten text',
        'handwritten word', 'what text', 'number shown', 'number in this image', 'written in this']),
    ('OCRBench_Text_Recognition_Skill', 'word', 4, '', array[
        'what word', 'which word', 'what number', 'what characters', 'which characters', 'characters', 'handwriting',
        'text is', 'the text', 'word written', 'ocr', 'string', 'digit']),
    ('OCRBench_Text_Recognition_Skill', 'word', 2, '', array[
        'handwritten', 'written', 'written in', 'word', 'letters', 'text', 'font', 'say', 'read', 'number']),
    ('OCRBench_Text_Recognition_Skill', 'word', 0, 'form', array[
        'using the text in the image directly', 'using the text in the image', 'answer the question using the text',
        'single word or phrase', 'using a single word', 'in one word', 'one word', 'number of'])
) as rows (leaf, match, weight, bonus_group, terms)
cross join unnest(terms) as term;

-- ---------------------------------------------------------------- default: Diagram_Reasoning_Skill

insert into routing_terms (profile, router, leaf, term, match, weight, bonus_group)
select 'default', 'Diagram_Reasoning_Skill', leaf, term, match, weight, bonus_group
from (values
    ('Circle_Contact_and_Overlap_Judge_Skill', 'word', 4, '', array[
        'common point', 'share a point', 'cover', 'separate', 'separated from', 'each other', 'one another', 'apart from']),
    ('Circle_Contact_and_Overlap_Judge_Skill', 'word', 6, '', array['overlapping']),
    ('Intersection_and_Route_Counting_Skill', 'word', 3, '', array['blue line', 'red line']),
    ('Highlighted_Character_Recognition_Skill', 'word', 6, '', array[
        'which letter is being circled', 'which letter is circled', 'what letter is circled',
        'which character is being highlighted', 'which character is highlighted', 'circled letter',
        'circled character', 'highlighted letter', 'highlighted character', 'letter being circled',
        'letter with the circle', 'character being circled', 'letter is being circled']),
    ('Highlighted_Character_Recognition_Skill', 'word', 5, '', array[
        'which letter', 'which character', 'what letter', 'what character', 'letter inside', 'character inside',
        'letter within', 'character within', 'letter in the oval', 'red oval', 'being circled', 'is circled',
        'being highlighted', 'is highlighted', 'encircled', 'letter of the word', 'red ellipse', 'red ring',
        'oval around', 'circle around', 'ring around']),
    ('Highlighted_Character_Recognition_Skill', 'word', 4, '', array[
        'circled', 'marked letter', 'marked character', 'letter is marked', 'struck through', 'oval', 'highlighted']),
    ('Highlighted_Character_Recognition_Skill', 'word', 2, '', array[
        'letter', 'character', 'glyph']),
    ('Highlighted_Character_Recognition_Skill', 'word', 0, 'form', array[
        'answer with a letter', 'answer with a single letter', 'with only the letter',
        'letter of the correct option', 'letter of your choice', 'option letter', 'single letter answer']),
    ('Grid_Structure_Parsing_Skill', 'word', 6, '', array[
        'rows and columns', 'columns and rows', 'row and column', 'column and row', 'row,column', 'row, column',
        '(row,column)', 'rows by columns', 'how many rows', 'how many columns', 'number of rows',
        'number of columns', 'count the rows', 'count the columns', 'grid dimensions', 'grid size']),
    ('Grid_Structure_Parsing_Skill', 'word', 5, '', array[
        'size of the grid', 'dimensions of the grid', 'shape of the grid', 'size of the table',
        'dimensions of the table', 'cells in the grid', 'cells of the grid', 'grid cell', 'how many cells',
        'number of cells', 'grid line']),
    ('Grid_Structure_Parsing_Skill', 'word', 3, '', array[
        'row', 'column', 'grid', 'cell', 'matrix', 'horizontal line and vertical', 'divider', 'partition',
        'spreadsheet', 'checkerboard', 'chessboard', 'lattice']),
    ('Grid_Structure_Parsing_Skill', 'word', 2, '', array[
        'table', 'tabular']),
    ('Grid_Structure_Parsing_Skill', 'word', 1, '', array[
        'rows={', 'columns={']),
    ('Grid_Structure_Parsing_Skill', 'word', 0, 'other', array[
        'table tennis', 'periodic table', 'on the table', 'under the table', 'timetable']),
    ('Circle_Contact_and_Overlap_Judge_Skill', 'word', 7, '', array[
        'touching each other', 'touch one another', 'touching one another', 'overlap each other',
        'overlapping each other', 'circles intersect', 'circles intersecting', 'circles touch', 'circles overlap',
        'circles touching', 'circles overlapping', 'circles meet', 'circles collide', 'circles tangent',
        'discs overlap', 'disks overlap']),
    ('Circle_Contact_and_Overlap_Judge_Skill', 'word', 5, '', array[
        'in contact', 'share any area', 'share an area', 'share some area', 'common area', 'gap between',
        'space between the circles', 'distance between the circles']),
    ('Circle_Contact_and_Overlap_Judge_Skill', 'prefix', 4, '', array[
        'overlap', 'tangent', 'collid']),
    ('Circle_Contact_and_Overlap_Judge_Skill', 'word', 4, '', array[
        'touching', 'bump into', 'bump', 'on top of each other']),
    ('Circle_Contact_and_Overlap_Judge_Skill', 'word', 3, '', array[
        'touch', 'touches', 'touch each other', 'two circles', 'two discs', 'two disks', 'both circles',
        'pair of circles', 'these circles', 'contact', 'apart', 'separated', 'disjoint']),
    ('Circle_Contact_and_Overlap_Judge_Skill', 'prefix', 2, '', array[
        'intersect']),
    ('Circle_Contact_and_Overlap_Judge_Skill', 'word', 1, '', array[
        'circle', 'disk', 'disc']),
    ('Intersection_and_Route_Counting_Skill', 'word', 7, '', array[
        'how many crossings', 'number of crossings', 'number of times the lines', 'lines intersect',
        'lines intersecting', 'lines cross', 'lines crossing', 'lines meet', 'lines touch', 'curves cross',
        'curves intersect', 'paths cross', 'plots cross', 'plots intersect']),
    ('Intersection_and_Route_Counting_Skill', 'word', 6, '', array[
        'blue and red lines', 'red and blue lines', 'blue line and the red line', 'red line and the blue line',
        'intersection point', 'how many intersections', 'number of intersections',
        'count the intersections', 'points of intersection', 'point of intersection', 'crossing point',
        'single-color path', 'single-colored path', 'single-coloured path', 'single color path',
        'single colored path', 'one-colored route', 'one-coloured route', 'one-color route', 'one-colored path',
        'single-color route', 'single-colored route', 'path of a single color', 'routes of one color',
        'paths of one color', 'paths go from', 'routes that go from', 'subway map', 'metro map', 'transit map']),
    ('Intersection_and_Route_Counting_Skill', 'word', 5, '', array[
        'single-color', 'single-colored', 'single-coloured', 'one-colored', 'one-coloured', 'one color',
        'single color', 'same color path', 'polyline', 'line plot', 'intersection', 'crossing']),
    ('Intersection_and_Route_Counting_Skill', 'word', 4, '', array[
        'cross', 'crossed', 'crosses', 'route', 'path', 'subway', 'metro', 'train line', 'line segment',
        'cross paths', 'how many ways']),
    ('Intersection_and_Route_Counting_Skill', 'prefix', 3, '', array[
        'intersect']),
    ('Intersection_and_Route_Counting_Skill', 'word', 3, '', array[
        'touch each other', 'go from', 'goes from', 'going from', 'get from', 'lead from', 'leads from',
        'leading from', 'travel from', 'run from', 'runs from', 'connect', 'connected', 'connecting', 'connects',
        'connection', 'station', 'curve', 'track']),
    ('Intersection_and_Route_Counting_Skill', 'word', 2, '', array[
        'line', 'meet', 'how many times', 'stop']),
    ('Geometric_Shape_Counting_Skill', 'word', 6, '', array[
        'how many circles', 'how many squares', 'how many pentagons', 'how many triangles', 'how many hexagons',
        'how many polygons', 'how many rectangles', 'how many shapes', 'how many rings', 'how many dots',
        'how many figures', 'number of circles', 'number of squares', 'number of pentagons', 'number of triangles',
        'number of hexagons', 'number of shapes', 'number of rings', 'count the circles', 'count the squares',
        'count the pentagons', 'count the triangles', 'count the shapes', 'count total number of squares',
        'count the number of squares', 'count the number of circles', 'count the number of pentagons',
        'total number of squares', 'nested squares', 'concentric']),
    ('Geometric_Shape_Counting_Skill', 'word', 4, '', array[
        'pentagon', 'square', 'triangle', 'hexagon', 'polygon', 'rectangle', 'nested', 'octagon', 'rhombus',
        'five-sided', 'four-sided', 'three-sided', 'six-sided', 'ellipses']),
    ('Geometric_Shape_Counting_Skill', 'word', 3, '', array[
        'shape', 'ring', 'star', 'geometric figure']),
    ('Geometric_Shape_Counting_Skill', 'word', 2, '', array[
        'circle', 'dot', 'disk', 'disc']),
    ('Geometric_Shape_Counting_Skill', 'prefix', 1, '', array[
        'count']),
    ('Geometric_Shape_Counting_Skill', 'word', 1, '', array[
        'how many', 'number of'])
) as rows (leaf, match, weight, bonus_group, terms)
cross join unnest(terms) as term;

-- ---------------------------------------------------------------- default: policy

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

-- What a picture looks like speaks for a skill as a word of the question does: the baseline policy adds
-- these terms to the text it matches. "any" is always there, so that some skill is chosen when nothing
-- else speaks.

insert into routing_terms (profile, router, leaf, term, match, weight) values
    ('default', 'policy', 'Chart_Problem_Solver', 'picture:chart', 'substring', 6),
    ('default', 'policy', 'ocr_problem_solver', 'picture:document', 'substring', 6),
    ('default', 'policy', 'ocr_problem_solver', 'picture:page', 'substring', 2),
    ('default', 'policy', 'ocr_problem_solver', 'picture:text', 'substring', 1),
    ('default', 'policy', 'Diagram_Reasoning_Skill', 'picture:diagram', 'substring', 5),
    ('default', 'policy', 'Geometric_Problem_Solver', 'picture:diagram', 'substring', 2),
    ('default', 'policy', 'Perception_Problem_Solver', 'picture:photo', 'substring', 1),
    ('default', 'policy', 'Counting_Problem_Solver', 'picture:photo', 'substring', 1),
    ('default', 'policy', 'Perception_Problem_Solver', 'picture:any', 'substring', 1);
