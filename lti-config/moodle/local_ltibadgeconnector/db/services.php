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
 * The external service that the connector reads with.
 *
 * Functions that a Moodle version does not have are left out when the service is built; the connector says which of
 * them are missing. The service is switched off until an administrator has looked at it, and only named users may use it.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$services = [
    'LTI Badge Connector' => [
        'functions' => [
            'core_webservice_get_site_info',
            'core_enrol_get_enrolled_users',
            'core_course_get_contents',
            'core_course_get_courses_by_field',
            'gradereport_user_get_grade_items',
            'core_completion_get_activities_completion_status',
            'core_completion_get_course_completion_status',
            'core_competency_list_course_competencies',
            'tool_lp_data_for_user_competency_summary_in_course',
            'mod_assign_get_submission_status',
        ],
        'requiredcapability' => '',
        'restrictedusers' => 1,
        'enabled' => 1,
        'shortname' => 'local_ltibadgeconnector',
        'downloadfiles' => 1, // What learners handed in, when they let a credential carry it.
        'uploadfiles' => 0,
    ],
];
