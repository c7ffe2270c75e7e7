-- Before Quarto's own work: the brand's values for both pages, boxes as the page templates draw them, and tables whose
-- columns take the room they need.

local function read_brand()
  local folder = pandoc.path.directory(PANDOC_SCRIPT_FILE)
  local file = assert(io.open(pandoc.path.join({folder, 'brand.yml'}), 'r'))
  local text = file:read('a')
  file:close()
  return pandoc.read('---\n' .. text .. '\n---\n', 'markdown').meta
end

local function text_of(value) return pandoc.utils.stringify(value) end

local function colors_of(brand)
  local palette, colors = brand.color.palette, {}
  for name, value in pairs(palette) do colors[name] = text_of(value) end
  colors.ink, colors.deep = text_of(brand.color.foreground), text_of(brand.color.primary)
  for name in pairs(colors) do
    while palette[colors[name]] do colors[name] = text_of(palette[colors[name]]) end
  end
  return colors
end

local function sorted_keys(values)
  local keys = pandoc.List()
  for key in pairs(values) do keys:insert(key) end
  keys:sort()
  return keys
end

local function typst_values(brand, colors)
  local pairs_of_colors = sorted_keys(colors):map(function(name)
    return string.format('"%s": rgb("%s")', name, colors[name])
  end)
  local typography = brand.typography
  local lines = {
    string.format('font: "%s"', text_of(typography.base.family)),
    string.format('size: %s', text_of(typography.base.size)),
    string.format('heading-font: "%s"', text_of(typography.headings.family)),
    string.format('heading-weight: %s', text_of(typography.headings.weight)),
    string.format('paper: "%s"', text_of(brand.defaults.quarto.format.typst.papersize)),
    'colors: (' .. table.concat(pairs_of_colors, ', ') .. ')',
  }
  return table.concat(lines, ',\n  ') .. ','
end

local function style_values(brand, colors)
  local lines = sorted_keys(colors):map(function(name) return string.format('--%s: %s;', name, colors[name]) end)
  lines:insert(string.format('--text-font: "%s";', text_of(brand.typography.base.family)))
  lines:insert(string.format('--heading-font: "%s";', text_of(brand.typography.headings.family)))
  lines:insert(string.format('--heading-weight: %s;', text_of(brand.typography.headings.weight)))
  return '<style>:root { ' .. table.concat(lines, ' ') .. ' }</style>'
end

local function brand_values(meta)
  local brand = read_brand()
  local colors = colors_of(brand)
  if quarto.doc.is_format('typst') then
    meta['brand-values'] = pandoc.MetaInlines({pandoc.RawInline('typst', typst_values(brand, colors))})
  else
    meta['brand-values'] = pandoc.MetaInlines({pandoc.RawInline('html', style_values(brand, colors))})
  end
  return meta
end

-- The title as inlines: Quarto gives it as inlines or as a block.
local function title_of(box)
  if box.title == nil then return pandoc.Inlines(box.type) end
  return pandoc.utils.type(box.title) == 'Inlines' and box.title or pandoc.utils.blocks_to_inlines(pandoc.Blocks(box.title))
end

local function callout(box)
  local title, content = title_of(box), pandoc.Blocks(box.content)
  if quarto.doc.is_format('typst') then
    local blocks = pandoc.Blocks({
      pandoc.RawBlock('typst', string.format('#callout(kind: "%s", title: [', box.type)),
      pandoc.Plain(title),
      pandoc.RawBlock('typst', '], body: ['),
    })
    blocks:extend(content)
    blocks:insert(pandoc.RawBlock('typst', '])'))
    return blocks
  end
  local blocks = pandoc.Blocks({pandoc.Div({pandoc.Para(title)}, pandoc.Attr('', {'callout-title'}))})
  blocks:extend(content)
  local label = {{'role', 'region'}, {'aria-label', text_of(title)}}
  return pandoc.Div(blocks, pandoc.Attr('', {'callout', 'callout-' .. box.type}, label))
end

local function natural_widths(grid)
  grid.colspecs = grid.colspecs:map(function(column) return {column[1], nil} end)
  for _, row in ipairs(grid.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attr.attributes.scope = 'col' end
  end
  return grid
end

return {{Meta = brand_values}, {Callout = callout, Table = natural_widths}}
