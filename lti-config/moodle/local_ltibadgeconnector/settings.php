<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * Settings.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

if ($hassiteconfig) {
    $ADMIN->add('localplugins', new admin_category('local_ltibadgeconnector_category',
        new lang_string('pluginname', 'local_ltibadgeconnector')));

    $page = new admin_settingpage('local_ltibadgeconnector', new lang_string('settings', 'local_ltibadgeconnector'));
    if ($ADMIN->fulltree) {
        $page->add(new admin_setting_configtext('local_ltibadgeconnector/endpoint',
            new lang_string('endpoint', 'local_ltibadgeconnector'), new lang_string('endpoint_desc', 'local_ltibadgeconnector'),
            '', PARAM_URL, 80));
        $page->add(new admin_setting_configpasswordunmask('local_ltibadgeconnector/secret',
            new lang_string('secret', 'local_ltibadgeconnector'), new lang_string('secret_desc', 'local_ltibadgeconnector'), ''));
        $page->add(new admin_setting_configmultiselect('local_ltibadgeconnector/categories',
            new lang_string('categories', 'local_ltibadgeconnector'),
            new lang_string('categories_desc', 'local_ltibadgeconnector'), [], core_course_category::make_categories_list()));
    }
    $ADMIN->add('local_ltibadgeconnector_category', $page);
    $ADMIN->add('local_ltibadgeconnector_category', new admin_externalpage('local_ltibadgeconnector_status',
        new lang_string('status', 'local_ltibadgeconnector'), new moodle_url('/local/ltibadgeconnector/status.php'),
        'local/ltibadgeconnector:manage'));
}
