-- More examples: plain questions about scenes, other wordings, and words that hold a term of another leaf inside.

insert into routing_examples (router, leaf, example)
select 'Embodied_Scene_QA_Skill', 'ERQA_Action_Adjustment_Solver', example
from unnest(array[
    'What correction would put the fingers over the handle?',
    'Which way should the wrist turn so that the card slides into the slot?',
    'Should the hand go lower to take the pathology folder?',
    'How must I hold the plug differently to get it in?',
    'To grasp the appointment card, should the claw open or close?',
    'What does the arm have to do before it can lift the box?',
    'By which angle should the gear be turned to mesh with its neighbour?',
    'Which small move would bring the tool into line with the bolt?',
    'The lid sits askew on the jar; how should it be moved?',
    'Which button press or motion comes next for the robot?',
    'How can the robot improve its hold on the bottle?',
    'Should the arm retreat, advance or stay where it is?',
    'In which direction does the tray have to be tilted for the ball to roll into the hole?',
    'Which adjustment of the camera brings the object to the middle?',
    'The key is in the lock. Which way do I turn it now?',
    'Where must the hand go from here in order to take the spoon?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'Embodied_Scene_QA_Skill', 'ERQA_Multi_View_Task_Solver', example
from unnest(array[
    'Which of the snapshots was shot before the path was swept?',
    'What did the pathologist take away between the two photos?',
    'Which of the frames shows the footpath after the repair?',
    'Looking at both pictures, which drawer has been opened in between?',
    'Do these views show the same side of the building?',
    'In which frame does the hand first touch the cup?',
    'Which of the camera pictures shows the scene from above?',
    'Which picture is furthest from the finished puzzle?',
    'Are the bottles of the earlier picture still there in the later one?',
    'Identify the object of the first picture in the second one.',
    'How has the scene changed from one photo to the other?',
    'Which of the four frames shows that the robot has failed?',
    'What happened between the first frame and the last?',
    'Between both pictures, which cup was turned round?',
    'Which of the later pictures shows the shelf complete?',
    'From the second camera''s point of view, is the ball hidden?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'Embodied_Scene_QA_Skill', 'ERQA_Pointing_Localization_Solver', example
from unnest(array[
    'Which of the lettered points is where the lid meets the pot?',
    'Select the keypoint at the base of the handle.',
    'Which marker sits on the part that you would press?',
    'Among the annotated dots, which is the centre of mass of the box most likely at?',
    'Pick the point where two fingers could pinch the cloth.',
    'Which of the crosses is drawn on the sympathetic nurse''s sleeve?',
    'Point out the hinge in the picture by x and y.',
    'At which numbered spot would you put the nail?',
    'Which circle lies on the dial of the old radio?',
    'Which dot is nearest to the tip of the tail?',
    'Where do I have to push? Answer with a pixel.',
    'Which of the four dots lies inside the drawer?',
    'The little squares A to D are on the shirt. Which is on the collar?',
    'Where is the pathologist''s stamp in the picture, as (x, y)?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'Embodied_Scene_QA_Skill', 'ERQA_Spatial_Mechanics_Solver', example
from unnest(array[
    'What colour is the towel?',
    'How many plates are stacked on the shelf?',
    'Is the tap running?',
    'Which of these objects would float?',
    'How many legs of the stool touch the ground?',
    'Does the toy fit through the gap in the fence?',
    'What is between the two lamps?',
    'Could a hand reach the battery without removing the cover?',
    'Is the chair blocking the way to the exit?',
    'Which two of the blocks are in contact?',
    'Is the nurse standing nearer to the bed or to the window?',
    'Which vehicle is parked beside the supermarket?',
    'Who is sitting closest to the pathologist?',
    'Is the appointment book under the telephone?',
    'Is the tracer bullet lying beside the antidote?',
    'Does the sympathetic clown stand behind the hedge?',
    'How is the shelf fixed to the wall?',
    'What material is the table made of, wood or glass?',
    'Which way would the seesaw tip?',
    'What keeps the door from closing?',
    'Which piece must be lifted to get at what lies below it?',
    'Is the valve shut?',
    'What does the rope hold up?',
    'If the bottom book is pulled out, what happens to the pile?',
    'From the driver''s seat, on which side is the mirror?',
    'Is the plant taller than the boy?',
    'In what direction does this cover flip?',
    'Which gear turns when the crank is turned?',
    'How far away is the tree compared with the bench?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'Embodied_Scene_QA_Skill', 'ERQA_Trajectory_Outcome_Solver', example
from unnest(array[
    'Once the arm has gone through the drawn motion, which drawer is open?',
    'Does the drawn motion of the arm end on the desktop or in the backpack?',
    'Which bottle is knocked over when the arm carries out the sketched movement?',
    'The broken line marks where the truck is going. What will it hit?',
    'After the plotted motion, is the antidote on the tray or on the ledge?',
    'The way painted on the floor leads the cart to which room?',
    'Given the motion in bright yellow, where is the laptop in the end?',
    'Say how the scene looks when the planned motion has been executed.',
    'With the movement shown in grey, does the fork reach the plate?',
    'What does the streak of colour say the hand will do with the towel?',
    'The future course of the drone is sketched. Will it pass the tower?',
    'Which one of the coloured lines stands for the motion that closes the box?',
    'What ends up in the bin if the hand moves as drawn?',
    'Where does the ball come to rest after the drawn throw?',
    'The overlay shows the camera''s coming motion. What comes into view last?',
    'Does the vacuum robot''s drawn course cover the corner behind the sofa?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'ocr_problem_solver', 'OCRBench_Document_Chart_QA_Skill', example
from unnest(array[
    'How large is the share of accommodation in the pie?',
    'To whom was this letter written?',
    'Which of the designers in the bar diagram got the most votes?',
    'Who sent the scanned letter and what is it about?',
    'How big is the slice for rent?',
    'What is the running head of the page?',
    'Which item of the list comes third?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'ocr_problem_solver', 'OCRBench_Formula_Recognition_Skill', example
from unnest(array[
    'Put the student''s handwritten maths into TeX, signs and all.',
    'Give the code of the inequality on the notebook page.',
    'Type the sum with its limits in math mode.',
    'What would the integral look like in markup?',
    'Write the root and the fraction in the photograph as TeX.',
    'Give MathJax for this line of algebra.'
]) as example;

insert into routing_examples (router, leaf, example)
select 'ocr_problem_solver', 'OCRBench_Key_Information_Extraction_Skill', example
from unnest(array[
    'What is the subtotal?',
    'How much change was given?',
    'What was paid for the tablet?',
    'How much sodium has one serving?',
    'Which date stands on the receipt?',
    'What is the account holder''s name?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'ocr_problem_solver', 'OCRBench_Scene_Text_QA_Skill', example
from unnest(array[
    'What does the lettering over the shop read?',
    'Which airline''s plane is this?',
    'What is the candidate''s name on the election poster?',
    'Which brand is written on the tablet that the man holds up?',
    'What does the writing on the bridge say?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'ocr_problem_solver', 'OCRBench_Text_Recognition_Skill', example
from unnest(array[
    'Which word is this, "design" or "resign"?',
    'Spell out the scrawled word, letter for letter.',
    'Type the single word of the crop, be it "vegetable" or another.',
    'What does the lettering spell, however it is bent?',
    'In digits: what does the crop show?',
    'Output the recognised string only, no matter what it means.',
    'Give the sequence of numerals you can read.'
]) as example;

insert into routing_examples (router, leaf, example)
select 'Diagram_Reasoning_Skill', 'Circle_Contact_and_Overlap_Judge_Skill', example
from unnest(array[
    'Do the two balls bump into each other?',
    'Is any area common to both discs?',
    'Is there a slit between the two discs, or do they touch?',
    'Would a thread fit between the two rings?',
    'Are the two plates clear of one another?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'Diagram_Reasoning_Skill', 'Geometric_Shape_Counting_Skill', example
from unnest(array[
    'How many hoops make up the emblem?',
    'How many of the outlines have five sides?',
    'How many tablets, drawn as rectangles, lie in the box?',
    'Count up the four-sided outlines, the small ones in the middle included.',
    'Of how many round outlines does the vegetable dealer''s logo consist?',
    'Tally the triangles, filled or empty.'
]) as example;

insert into routing_examples (router, leaf, example)
select 'Diagram_Reasoning_Skill', 'Grid_Structure_Parsing_Skill', example
from unnest(array[
    'How many horizontal and how many vertical strips is the area cut into?',
    'Ignore what is written in the boxes: how many of them stand side by side, how many one above the other?',
    'How many fields has the board along each side?',
    'Give the number of boxes across and the number of boxes down.',
    'The drawing is ruled into cells; how many in height, how many in width?',
    'How many lines divide it from left to right and from top to bottom?',
    'Number of compartments per shelf, and number of shelves?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'Diagram_Reasoning_Skill', 'Highlighted_Character_Recognition_Skill', example
from unnest(array[
    'In the word "Stable", which letter wears a ring?',
    'What letter of "Vegetable" did the pen go round?',
    'Name the glyph within the loop.',
    'Which letter of the string has been marked in red?',
    'Of the letters in the word, tell the one inside the ellipse.',
    'Which symbol was picked out by the oval?'
]) as example;

insert into routing_examples (router, leaf, example)
select 'Diagram_Reasoning_Skill', 'Intersection_and_Route_Counting_Skill', example
from unnest(array[
    'How often do the two lines cut across one another?',
    'In how many spots do the strokes run into each other?',
    'How many unbroken tracks of a single hue join stop B and stop D?',
    'How many trips are possible without changing trains?',
    'At how many places does one curve pass through the other?',
    'How many of the coloured lines can a passenger take from A straight to B?'
]) as example;

-- Several images are a sign that views are compared, as strong as a weak word; one word of another leaf outweighs it.
update image_bonuses set weight = 2
where profile = 'default' and router = 'Embodied_Scene_QA_Skill' and leaf = 'ERQA_Multi_View_Task_Solver' and min_images = 2;
