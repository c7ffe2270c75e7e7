-- Before Quarto's own work (`at: pre-ast`): the brand's values for both pages, boxes as the page templates draw them, and header
-- cells marked as such.

local function beside(name) return pandoc.path.join({pandoc.path.directory(PANDOC_SCRIPT_FILE), name}) end

local function read_file(name)
  local file = assert(io.open(beside(name), 'rb'))
  local text = file:read('a')
  file:close()
  return text
end

local function read_yaml(name)
  return pandoc.read('---\n' .. read_file(name) .. '\n---\n', 'markdown_strict+yaml_metadata_block').meta
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

-- Braces in text stand for nothing here, but Quarto looks for shortcodes and attributes between them long after the text
-- was read. Until Quarto has done its work they are two signs that nobody writes; quarto-page.lua turns them back.
local function mask(text) return (text:gsub('{', '\u{E000}'):gsub('}', '\u{E001}')) end

local function typst_string(text) return '"' .. mask(text:gsub('[\\"]', '\\%0')) .. '"' end

local function typst_values(brand, colors, logo_words)
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
  if brand.logo then
    local path = text_of(brand.logo.medium.path)
    table.insert(lines, string.format('logo: image("/templates/%s", alt: %s)', path, typst_string(logo_words)))
  end
  return table.concat(lines, ',\n  ') .. ','
end

-- The .woff files that stand beside the brand's fonts.
local function font_faces(brand)
  local faces = pandoc.List()
  for _, font in ipairs(brand.typography.fonts or {}) do
    for _, cut in ipairs(font.files) do
      local file = io.open(beside((text_of(cut.path):gsub('%.%w+$', '.woff'))), 'rb')
      if file then
        faces:insert(string.format(
          '@font-face { font-family: "%s"; font-weight: %s; font-style: %s; font-display: block;'
            .. ' src: url(data:font/woff;base64,%s) format(\'woff\'); }',
          text_of(font.family), text_of(cut.weight), text_of(cut.style), quarto.base64.encode(file:read('a'))
        ))
        file:close()
      end
    end
  end
  return table.concat(faces, ' ')
end

local function style_values(brand, colors)
  local lines = sorted_keys(colors):map(function(name) return string.format('--%s: %s;', name, colors[name]) end)
  lines:insert(string.format('--text-font: "%s";', text_of(brand.typography.base.family)))
  lines:insert(string.format('--heading-font: "%s";', text_of(brand.typography.headings.family)))
  lines:insert(string.format('--heading-weight: %s;', text_of(brand.typography.headings.weight)))
  local values = font_faces(brand) .. ' :root { ' .. table.concat(lines, ' ') .. ' }'
  return '<style>' .. values .. '\n' .. mask(read_file('report.css')) .. '</style>'
end

local function logo_element(brand, logo_words)
  local path = text_of(brand.logo.medium.path)
  local source = quarto.base64.encode(read_file(path))
  local media_type = path:match('%.svg$') and 'image/svg+xml' or 'image/png'
  local signs = {['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;'}
  local alternative = mask(logo_words:gsub('[&<>"]', signs))
  return string.format('<img class="logo" src="data:%s;base64,%s" alt="%s">', media_type, source, alternative)
end

local function literal(text) return pandoc.MetaInlines({pandoc.Str(mask(text))}) end

-- What `groupreport render` states of a document: every sign in it is meant literally.
local function read_statement()
  local document = pandoc.path.split_extension(pandoc.path.filename(quarto.doc.input_file))
  local file = io.open(beside('facts/' .. document .. '.json'), 'r')
  if not file then return nil end
  local stated = pandoc.json.decode(file:read('a'), false)
  file:close()
  return stated
end

-- A notebook that Quarto is called on by hand has its own header, and the page's words in that language.
local function read_words(meta)
  local page = read_yaml('wording/' .. text_of(meta.lang) .. '/page.yml')
  return {
    words = {
      skip = text_of(page.skip),
      contents = text_of(page.contents),
      ['in-this-report'] = text_of(page.in_this_report),
      ['scroll-hint'] = text_of(page.scroll_hint),
    },
    ['page-number'] = {text_of(page.page_number):match('^(.-){page}(.-){pages}(.*)$')},
  }
end

local function each_literal(texts)
  local literals = {}
  for name, text in pairs(texts) do literals[name] = literal(text) end
  return literals
end

local function report_facts(meta, stated)
  meta.words = each_literal(stated.words)
  if not stated.facts then return end
  meta.title, meta.pagetitle = literal(stated.title), literal(stated.pagetitle)
  if stated.subtitle then meta.subtitle = literal(stated.subtitle) end
  if stated.facts.program ~= stated.title then meta['program-line'] = literal(stated.facts.program) end
  meta.facts = each_literal(stated.facts)
end

local function page_number(stated)
  return '\n  page-number: (' .. table.concat(pandoc.List(stated['page-number']):map(typst_string), ', ') .. '),'
end

local function values(meta)
  local brand, stated = read_yaml('brand.yml'), read_statement() or read_words(meta)
  local colors = colors_of(brand)
  -- Stated, because whoever reads the brand here takes it for Markdown.
  local logo_words = stated['logo-words'] or brand.logo and text_of(brand.logo.medium.alt)
  if quarto.doc.is_format('typst') then
    local given = typst_values(brand, colors, logo_words) .. page_number(stated)
    meta['brand-values'] = pandoc.MetaInlines({pandoc.RawInline('typst', given)})
  else
    meta['brand-values'] = pandoc.MetaInlines({pandoc.RawInline('html', style_values(brand, colors))})
    if brand.logo then
      meta['brand-logo'] = pandoc.MetaInlines({pandoc.RawInline('html', logo_element(brand, logo_words))})
    end
  end
  report_facts(meta, stated)
  return meta
end

-- Quarto would read a box's title as Markdown and run what is in it; here it is words and nothing else.
local function callout(div)
  local kind = #div.classes == 1 and div.classes[1]:match('^callout%-(%l+)$')
  local heading = div.content[1] and div.content[1].t == 'Header' and div.content[1]
  if not (kind and (div.attributes.title or heading)) then return nil end
  if not div.attributes.title then div.content:remove(1) end
  local text = mask(div.attributes.title or text_of(heading))
  local title = pandoc.Inlines(pandoc.Str(text))
  if quarto.doc.is_format('typst') then
    local blocks = pandoc.Blocks({
      pandoc.RawBlock('typst', string.format('#callout(kind: "%s", title: [', kind)),
      pandoc.Plain(title),
      pandoc.RawBlock('typst', '], body: ['),
    })
    blocks:extend(div.content)
    blocks:insert(pandoc.RawBlock('typst', '])'))
    return blocks
  end
  local blocks = pandoc.Blocks({pandoc.Div({pandoc.Para(title)}, pandoc.Attr('', {'box-title'}))})
  blocks:extend(div.content)
  local marks = {{'role', 'region'}, {'aria-label', text}}
  return pandoc.Div(blocks, pandoc.Attr('', {'box', 'box-' .. kind}, marks))
end

-- The headline and the key facts, as the page templates draw them.
local function opening(div)
  if #div.classes ~= 1 then return nil end
  if div.classes[1] == 'headline' and quarto.doc.is_format('typst') then
    local blocks = pandoc.Blocks({pandoc.RawBlock('typst', '#headline([')})
    -- The page makes it a paragraph, and that can hold none.
    blocks:extend(div.content:map(function(block) return block.t == 'Para' and pandoc.Plain(block.content) or block end))
    blocks:insert(pandoc.RawBlock('typst', '])'))
    return blocks
  end
  local grid = div.content[1]
  if div.classes[1] ~= 'key-facts' or not grid or grid.t ~= 'Table' then return nil end
  if quarto.doc.is_format('html') then
    grid.colspecs = grid.colspecs:map(function() return {pandoc.AlignDefault, nil} end)
    return div
  end
  local blocks = pandoc.Blocks({pandoc.RawBlock('typst', string.format('#key-facts(columns: %d,', #grid.colspecs))})
  for _, rows in ipairs({grid.head.rows, grid.bodies[1].body}) do
    for _, row in ipairs(rows) do
      for _, cell in ipairs(row.cells) do
        blocks:insert(pandoc.RawBlock('typst', '['))
        blocks:extend(cell.contents)
        blocks:insert(pandoc.RawBlock('typst', '],'))
      end
    end
  end
  blocks:insert(pandoc.RawBlock('typst', ')'))
  return blocks
end

-- What a cell shows stands in two boxes of Quarto's, with an id that is another one each time. Only what it shows is kept.
local function shown(div)
  local kind = div.classes[1]
  if kind == 'cell' or kind == 'cell-output' then return div.content end
end

local function division(div) return shown(div) or callout(div) or opening(div) end

local function marked_headers(grid)
  for _, row in ipairs(grid.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attr.attributes.scope = 'col' end
  end
  return grid
end

local function picture(image)
  for name, value in pairs(image.attributes) do image.attributes[name] = mask(value) end
  return image
end

-- In a table's cell, a sign that starts a list or a heading in Typst would start one.
local function protected_start(block)
  local first = block.content[1]
  if quarto.doc.is_format('typst') and first and first.t == 'Str' and first.text:match('^[-+=/%d]') then
    block.content:insert(1, pandoc.RawInline('typst', '#"";'))
    return block
  end
end

-- What stands before the list of contents: all up to the headline and the key facts.
local function with_opening(document)
  local last = 0
  for place, block in ipairs(document.blocks) do
    if block.t == 'Header' then break end
    local kind = block.t == 'Div' and block.classes[1]
    if kind == 'headline' or kind == 'key-facts' then last = place end
  end
  if last == 0 then return document end
  local opening, rest = pandoc.Blocks({}), pandoc.Blocks({})
  for place, block in ipairs(document.blocks) do (place <= last and opening or rest):insert(block) end
  document.blocks, document.meta.opening = rest, pandoc.MetaBlocks(opening)
  return document
end

-- The title is an HTML page's only heading of level 1. A list of contents is for two parts or more.
local function below_the_title(document)
  if not quarto.doc.is_format('html') then return nil end
  local highest = 6
  document:walk({Header = function(heading) highest = math.min(highest, heading.level) end})
  local lower, parts = highest == 1 and 1 or 0, 0
  document = document:walk({
    Header = function(heading)
      heading.level = heading.level + lower
      if heading.level == 2 then parts = parts + 1 end
      return heading
    end
  })
  if parts < 2 then document.meta.toc = false end
  return with_opening(document)
end

local kinds_of_quarto = {
  'Cite', 'Code', 'Image', 'Link', 'Math', 'Note', 'RawInline', 'Span', 'CodeBlock', 'Div', 'Figure', 'RawBlock', 'Table',
}

local function is_only_words(block)
  local is_only, filter = true, {}
  for _, kind in ipairs(kinds_of_quarto) do filter[kind] = function() is_only = false end end
  block:walk(filter)
  return is_only
end

local function written(block, format)
  local blocks = pandoc.Blocks({block})
  if quarto.doc.is_format('typst') then blocks = blocks:walk({Plain = protected_start, Para = protected_start}) end
  return pandoc.RawBlock(format, mask(pandoc.write(pandoc.Pandoc(blocks), 'json')))
end

local function words_aside(block)
  return is_only_words(block) and written(block, 'put-aside') or block, false
end

local function rows_aside(grid)
  local rows = pandoc.Table(pandoc.Caption(), grid.colspecs, pandoc.TableHead(), grid.bodies, pandoc.TableFoot())
  if #grid.bodies ~= 1 or not is_only_words(rows) then return grid, false end
  local body = grid.bodies[1]
  body.body = {pandoc.Row({pandoc.Cell({written(rows, 'rows-put-aside')}, nil, 1, #grid.colspecs)})}
  grid.bodies = {body}
  return grid, false
end

-- In a table's division the last paragraph is its caption.
local function division_aside(div)
  local kind = div.classes[1] or ''
  if kind == 'cell' or kind == 'cell-output' or kind:match('^callout') then return nil end
  if kind ~= 'key-facts' then div.content = div.content:map(function(block) return block.t == 'Table' and rows_aside(block) or block end) end
  return div, false
end

-- Quarto walks through a document more than seventy times. Most of it is words that mean nothing to it: neither a reference nor a
-- picture nor markup of its own. Meanwhile these stand aside, written out; quarto-page.lua brings them back. Filters of the
-- program's own see everything.
local function put_aside(document)
  local stated = read_statement()
  if not (stated and stated['put-aside']) then return nil end
  local aside = {traverse = 'topdown', Div = division_aside, Table = rows_aside}
  for _, kind in ipairs({'Para', 'BulletList', 'OrderedList', 'DefinitionList', 'BlockQuote'}) do aside[kind] = words_aside end
  document.blocks = document.blocks:walk(aside)
  return document
end

return {
  {Pandoc = put_aside},
  {Str = function(word) return pandoc.Str(mask(word.text)) end, Image = picture},
  {Meta = values, Div = division, Table = marked_headers},
  {Pandoc = below_the_title, Plain = protected_start, Para = protected_start},
}
