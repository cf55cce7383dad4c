import { BRIGHT, FABRIC, GLAZE, LEATHER, type Range } from './kind.ts';

export const PETS: Range = {
  department: 'Pets',
  brands: [
    { name: 'Tailwind', level: 1.1, voice: 'Tailwind is tested by eleven office dogs.' },
    { name: 'Whisker Works', level: 1, voice: 'Whisker Works asks cats first.' },
    { name: 'Good Boy Goods', level: 0.75, voice: 'Good Boy Goods gives one in ten to shelters.' },
    { name: 'Burrow', level: 1.3, voice: 'Burrow makes things that look at home in yours.' },
  ],
  models: ['Biscuit', 'Rufus', 'Nap', 'Fetch', 'Mochi', 'Zoomie', 'Poppy', 'Bandit', 'Clementine', 'Otis'],
  kinds: [
    {
      leaf: 'Dog Beds', noun: 'Dog Bed', price: [35, 160], sizes: ['S', 'M', 'L', 'XL'], colours: FABRIC,
      materials: ['memory foam and canvas', 'recycled fibre and cord', 'boiled wool'], uses: ['old joints', 'big sprawlers', 'puppies'],
      features: ['The cover zips off and washes at 60.', 'A raised rim is a pillow.', 'Hair brushes right off.', 'The base does not slide.'],
    },
    {
      leaf: 'Dog Leads', noun: 'Dog Lead', price: [14, 60], sizes: ['1.2 m', '1.8 m', '3 m'], colours: [...LEATHER, ...BRIGHT],
      materials: ['climbing rope', 'bridle leather', 'recycled webbing'], uses: ['strong pullers', 'city walks', 'hands-free runs'],
      features: ['The clip cannot open by accident.', 'A second handle is near the collar.', 'Reflective thread is woven in.', 'It softens with every walk.'],
    },
    {
      leaf: 'Cat Trees', noun: 'Cat Tree', price: [45, 220], sizes: ['90 cm', '130 cm', '170 cm'], colours: FABRIC,
      materials: ['sisal and birch', 'felt and plywood', 'jute and pine'], uses: ['climbers', 'nappers', 'small flats'],
      features: ['The base holds a leaping cat.', 'Sisal posts are replaceable.', 'One den, two platforms, one swinging mouse.', 'It can be screwed to the wall.'],
    },
    {
      leaf: 'Pet Bowls', noun: 'Pet Bowl', price: [9, 45], sizes: ['0.4 L', '0.9 L', '1.6 L'], colours: GLAZE,
      materials: ['heavy stoneware', 'steel in a rubber ring'], uses: ['fast eaters', 'flat faces', 'water'],
      features: ['Too heavy to push around.', 'Ridges slow down greedy dogs.', 'Dishwasher safe.', 'The right height for a relaxed neck.'],
    },
    {
      leaf: 'Cat Toys', noun: 'Cat Toy', price: [5, 28], sizes: ['feather', 'mouse', 'ball'], colours: BRIGHT,
      materials: ['felted wool', 'catnip and cotton', 'wood and feathers'], uses: ['lonely afternoons', 'hunters', 'kittens'],
      features: ['It rolls where nobody expects.', 'Filled with organic catnip.', 'Nothing small to swallow.', 'Silent at three in the morning.'],
    },
    {
      leaf: 'Aquariums', noun: 'Aquarium', price: [60, 320], sizes: ['30 L', '54 L', '96 L'], colours: ['Black', 'White', 'Oak'],
      materials: ['optically clear glass', 'glass with an oak stand'], uses: ['shrimps', 'a planted tank', 'beginners'],
      features: ['The filter is quieter than a fridge.', 'Light follows the day.', 'The cover slides back for feeding.', 'Seams are made by hand.'],
    },
  ],
};
