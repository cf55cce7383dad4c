import { BRIGHT, FABRIC, WOOD, type Range } from './kind.ts';

export const TOYS: Range = {
  department: 'Toys & Games',
  brands: [
    { name: 'Pippin', level: 1.2, voice: 'Pippin paints with colours that are safe to chew.' },
    { name: 'Gamewright Hill', level: 1, voice: 'Gamewright Hill plays each game a hundred times before printing it.' },
    { name: 'Snugglewood', level: 1.1, voice: 'Snugglewood sews by hand and mends for free.' },
    { name: 'Brightbox', level: 0.7, voice: 'Brightbox is sturdy enough for little brothers.' },
  ],
  models: ['Marmot', 'Caravan', 'Lighthouse', 'Acorn', 'Galaxy', 'Harvest Moon', 'Puddle', 'Dragonfly', 'Voyage', 'Tumble'],
  kinds: [
    {
      leaf: 'Board Games', noun: 'Board Game', price: [18, 70], sizes: ['2–4 players', '3–6 players', '1–5 players'], colours: BRIGHT,
      materials: ['thick board and wooden pieces', 'linen-finish cards'], uses: ['family evenings', 'a rainy weekend', 'clever friends'],
      features: ['Rules take five minutes.', 'A round lasts three quarters of an hour.', 'Nobody is knocked out early.', 'The solo mode is a real puzzle.'],
    },
    {
      leaf: 'Puzzles', noun: 'Jigsaw Puzzle', price: [12, 38], sizes: ['100 pieces', '500 pieces', '1000 pieces'], colours: [...BRIGHT, ...FABRIC],
      materials: ['recycled board', 'laser-cut wood'], uses: ['quiet Sundays', 'holidays', 'patient hands'],
      features: ['Pieces fit with a click.', 'A poster of the picture is included.', 'Matt print does not mirror the lamp.', 'No two pieces have the same shape.'],
    },
    {
      leaf: 'Building Blocks', noun: 'Building Blocks', price: [16, 80], sizes: ['40 pieces', '80 pieces', '120 pieces'], colours: BRIGHT,
      materials: ['solid beech', 'water-based paint on maple'], uses: ['small hands', 'towers and castles', 'ages 2 and up'],
      features: ['Every edge is rounded.', 'Cut so precisely that towers stand.', 'The bag is the play mat.', 'Fits other makers’ railways.'],
    },
    {
      leaf: 'Plush Animals', noun: 'Plush Bear', price: [14, 55], sizes: ['22 cm', '30 cm', '42 cm'], colours: ['Walnut', 'Oak', 'Sand', 'Slate', 'Blush', 'Cream', 'Ochre'],
      materials: ['organic cotton plush', 'wool and linen'], uses: ['bedtime', 'a new baby', 'long car rides'],
      features: ['Eyes are embroidered, so nothing comes off.', 'It survives the washing machine.', 'Just heavy enough to hug.', 'Its jumper comes off.'],
    },
    {
      leaf: 'Toy Cars', noun: 'Toy Car', price: [8, 42], colours: BRIGHT,
      materials: ['beech and steel axles', 'die-cast metal'], uses: ['kitchen floors', 'collectors aged four', 'races'],
      features: ['It rolls a good five metres.', 'Rubber tyres are kind to floors.', 'Pull back and let go.', 'The doors open.'],
    },
    {
      leaf: 'Kites', noun: 'Kite', price: [15, 75], colours: BRIGHT,
      materials: ['ripstop nylon', 'recycled polyester'], uses: ['the first breeze', 'beaches', 'steady wind'],
      features: ['It flies from a walking pace.', 'Thirty metres of line are on the reel.', 'Rods are fibreglass and bend.', 'It folds into its own bag.'],
    },
    {
      leaf: 'Wooden Trains', noun: 'Wooden Train', price: [20, 95], sizes: ['3 wagons', '5 wagons'], colours: [...BRIGHT, ...WOOD],
      materials: ['solid beech', 'maple and magnets'], uses: ['ages 3 and up', 'the living room floor', 'sharing'],
      features: ['Magnets turn, so wagons always couple.', 'Fits every common track.', 'Loads can be taken off.', 'It makes no noise that you do not make.'],
    },
  ],
};
