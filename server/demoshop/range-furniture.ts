import { FABRIC, WOOD, type Range } from './kind.ts';

export const FURNITURE: Range = {
  department: 'Furniture',
  brands: [
    { name: 'Hald', level: 1.3, voice: 'Hald joins its frames with wood, not screws.' },
    { name: 'Sojourn', level: 1, voice: 'Sojourn delivers flat and assembles in ten minutes.' },
    { name: 'Oakline', level: 1.15, voice: 'Oakline plants three trees for each piece.' },
    { name: 'Flatly', level: 0.7, voice: 'Flatly designs for small homes and small budgets.' },
  ],
  models: ['Aster', 'Birk', 'Canto', 'Dahl', 'Elio', 'Freja', 'Gable', 'Holt', 'Isle', 'Juno'],
  kinds: [
    {
      leaf: 'Armchairs', noun: 'Armchair', price: [190, 780], colours: FABRIC,
      materials: ['beech and wool felt', 'solid oak and bouclé', 'ash and linen'], uses: ['reading', 'a corner by the window', 'long talks'],
      features: ['The seat is deep enough to curl up in.', 'Covers come off for washing.', 'Pocket springs keep their bounce.', 'It passes through any door.'],
    },
    {
      leaf: 'Desks', noun: 'Desk', price: [140, 620], sizes: ['100 cm', '120 cm', '140 cm', '160 cm'], colours: WOOD,
      materials: ['solid timber', 'veneered board and steel', 'linoleum on birch'], uses: ['the home office', 'homework', 'a sewing corner'],
      features: ['Cables vanish into a tray at the back.', 'A shallow drawer takes pens and chargers.', 'The edge is rounded for your arms.', 'Feet adjust to crooked floors.'],
    },
    {
      leaf: 'Bookcases', noun: 'Bookcase', price: [90, 540], sizes: ['3 shelves', '4 shelves', '5 shelves'], colours: WOOD,
      materials: ['solid timber', 'birch plywood', 'steel and wood'], uses: ['a growing library', 'records and plants', 'a room divider'],
      features: ['Shelves carry 30 kg each.', 'Heights adjust in steps of three centimetres.', 'A wall anchor is included.', 'It is finished on all sides.'],
    },
    {
      leaf: 'Dining Chairs', noun: 'Dining Chair', price: [60, 280], colours: WOOD,
      materials: ['steam-bent beech', 'moulded plywood', 'solid oak and paper cord'], uses: ['long dinners', 'the kitchen table', 'a writing desk'],
      features: ['The back gives a little when you lean.', 'Four of them stack.', 'Felt feet protect your floor.', 'Tested for fifteen years of dinners.'],
    },
    {
      leaf: 'Coffee Tables', noun: 'Coffee Table', price: [85, 390], sizes: ['60 cm', '80 cm', '110 cm'], colours: WOOD,
      materials: ['solid timber', 'terrazzo and steel', 'smoked glass and wood'], uses: ['the sofa corner', 'books and board games', 'small rooms'],
      features: ['A shelf below hides the magazines.', 'Water marks wipe off.', 'Rounded corners forgive shins.', 'Light enough for one to move.'],
    },
    {
      leaf: 'Bed Frames', noun: 'Bed Frame', price: [220, 890], sizes: ['90 × 200 cm', '140 × 200 cm', '160 × 200 cm', '180 × 200 cm'], colours: WOOD,
      materials: ['solid pine', 'solid oak', 'upholstered ply'], uses: ['light sleepers', 'a guest room', 'a first home'],
      features: ['Slats are included.', 'There is room for boxes underneath.', 'Nothing creaks: every joint is padded.', 'The headboard is sloped for reading.'],
    },
    {
      leaf: 'Stools', noun: 'Stool', price: [35, 190], sizes: ['45 cm', '65 cm', '75 cm'], colours: WOOD,
      materials: ['turned beech', 'cork', 'steel and oak'], uses: ['the kitchen bar', 'a bedside', 'an extra guest'],
      features: ['The foot rail is at the right height.', 'A hole in the seat makes it easy to carry.', 'It serves as a side table.', 'Three legs never wobble.'],
    },
  ],
};
